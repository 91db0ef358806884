/** Whatever a reader may do wrong, or a device may lack: one clear sentence, and nothing else breaks. */
import { chromium, type Locator, type Page } from '@playwright/test';
import { findChromium } from '../../tools/chromium.ts';
import { runText } from '../../src/demos/run/text.ts';
import { languages, type Language } from '../../src/language.ts';
import { reload } from '../../src/loading.ts';
import { ownTextMinCharacters } from '../../src/tasks/own-text-file.ts';
import { ownTextMostKinds } from '../../src/tasks/own-text.ts';
import { heads as headsField } from '../../src/training/fields/architecture.ts';
import { steps as stepsField } from '../../src/training/fields/optimisation.ts';
import { addressOf, attribute, expect, numberOf, panel, test, untilState } from '../support.ts';

const tiny = 'backend=wasm&batch=4&d=16&heads=2&context=16';

/** One sentence in the page's language: it ends as one, and holds no trace of a fault. */
async function expectSentence(alert: Locator, language: Language, about: RegExp): Promise<void> {
  await expect(alert).toHaveText(about);
  const text = (await alert.innerText()).trim();
  expect(text).toMatch(language === 'zh' ? /\p{Script=Han}.*。$/su : /^[A-Z].*\.$/s);
  expect(text).not.toMatch(/undefined|\[object|(?<!\u2068)NaN|Error:|\bat \w+ \(/);
}

const trainButton = (run: Locator, language: Language): Locator =>
  run.getByRole('button', { name: runText[language].train, exact: true });

async function expectOneStep(run: Locator, language: Language): Promise<void> {
  await run.getByRole('button', { name: runText[language].step, exact: true }).click();
  await untilState(run, ['paused'], 60_000);
  expect(await numberOf(run, 'step')).toBe(1);
}

const ask = (language: Language, lab: 'seq2seq' | 'transformer', query: string): string =>
  `${addressOf(`lab/${lab}`, language)}?${query}`;

const badQueries: readonly [query: string, about: RegExp][] = [
  ['task=chess', /task.*chess/],
  ['task=tang', /task.*tang/],
  ['model=gpt-5', /model.*gpt-5/],
  ['backend=quantum', /backend.*quantum/],
  ['seed=-1', /seed.*-1/],
  ['seed=1.5', /seed.*1\.5/],
  ['steps=0', /steps.*“\u20680\u2069”/],
  ['steps=many', /steps.*many/],
  ['lr=2', /lr.*“\u20682\u2069”/],
  ['lr=', /lr.*“\u2068\u2069”/],
  ['lr=NaN', /lr.*NaN/],
  ['d=1e9', /\bd\b.*1e9/],
  ['attention=everywhere', /attention.*everywhere/],
  ['layers=2.5', /layers.*2\.5/],
  ['colour=red', /colour/],
];

for (const language of languages) {
  test(`${language}: each fault in a link gets its sentence and the panel works on`, async ({
    page,
  }) => {
    for (const [query, about] of badQueries) {
      await page.goto(ask(language, 'seq2seq', query));
      const sentences = panel(page).getByRole('alert').locator('p');
      await expect(sentences, query).toHaveCount(1);
      await expectSentence(sentences, language, about);
      await expect(trainButton(panel(page), language)).toBeEnabled();
    }
    const all = `${badQueries.map(([query]) => query).join('&')}&batch=4&d=16`;
    await page.goto(ask(language, 'seq2seq', all));
    // Five sentences, and how many more there would be.
    const sentences = panel(page).getByRole('alert').locator('p');
    await expect(sentences).toHaveCount(6);
    await expect(sentences.last()).toContainText(/\d/);
    await expectOneStep(panel(page), language);
  });

  test(`${language}: markup in a link stays text`, async ({ page }) => {
    await page.goto(ask(language, 'seq2seq', `task=${encodeURIComponent('<img src=x>')}`));
    await expect(panel(page).getByRole('alert')).toContainText('<img src=x>');
    await expect(panel(page).locator('img')).toHaveCount(0);
  });

  test(`${language}: heads that do not divide the width`, async ({ page }) => {
    await page.goto(ask(language, 'transformer', 'task=names&d=64&heads=5&context=16&batch=4'));
    const run = panel(page);
    await expectSentence(run.getByRole('alert'), language, /64.*5/);
    await expect(trainButton(run, language)).toBeDisabled();
    await run.getByText(runText[language].more, { exact: true }).click();
    const heads = run.getByLabel(headsField(4).label[language], { exact: true });
    await heads.fill('4');
    await heads.blur();
    await expect(run.getByRole('alert')).toHaveCount(0);
    await expectOneStep(run, language);
  });

  test(`${language}: batch × context too large for memory`, async ({ page }) => {
    await page.goto(ask(language, 'transformer', 'task=names&batch=256&context=256&d=512&heads=8'));
    const run = panel(page);
    await expectSentence(run.getByRole('alert'), language, /256.*256.*GB/s);
    await expect(trainButton(run, language)).toBeDisabled();
  });

  test(`${language}: a link that asks for much memory starts nothing`, async ({ page }) => {
    const asked =
      'task=reversal&model=transformer-encoder-decoder&layers=6&d=512&heads=16&steps=5&start=1';
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    // More than there is: it cannot be trained at all.
    await page.goto(ask(language, 'seq2seq', `${asked}&batch=256&activation=swiglu&norm=post`));
    await expectSentence(panel(page).getByRole('alert'), language, /256.*512.*GB/s);
    await expect(trainButton(panel(page), language)).toBeDisabled();
    // It may fit, and is left to the reader.
    await page.goto(ask(language, 'seq2seq', `${asked}&batch=64`));
    await expectSentence(panel(page).getByRole('alert'), language, /GB/);
    await expect(trainButton(panel(page), language)).toBeEnabled();
    await expect(panel(page)).toHaveAttribute('data-run-state', 'idle');
    expect(workers).toEqual([]);
  });

  test(`${language}: a number typed out of bounds`, async ({ page }) => {
    await page.goto(addressOf('lab/seq2seq', language));
    const run = panel(page);
    const steps = run.getByLabel(stepsField.label[language], { exact: true });
    for (const typed of ['0', '1.5', '']) {
      await steps.fill(typed);
      await steps.blur();
      await expectSentence(run.getByRole('alert'), language, /1 .*100000/);
      await expect(steps).toHaveAttribute('aria-invalid', 'true');
      await expect(trainButton(run, language)).toBeDisabled();
    }
    await steps.fill('5');
    await steps.blur();
    await expect(run.getByRole('alert')).toHaveCount(0);
    await expect(trainButton(run, language)).toBeEnabled();
  });

  test(`${language}: texts of one's own that cannot be used`, async ({ page }) => {
    const text = runText[language];
    await page.goto(ask(language, 'transformer', `task=own-text&${tiny}`));
    const run = panel(page);
    const box = run.getByRole('textbox', { name: text.ownText });
    const use = run.getByRole('button', { name: text.ownTextUse });
    const file = run.locator('input[type=file]');
    await expect(trainButton(run, language)).toBeDisabled();

    for (const [typed, about] of [
      ['', /\S/],
      [' \n\t', /\S/],
      ['太短了', new RegExp(`3.*${ownTextMinCharacters}`)],
      ['啊'.repeat(500), { zh: /一种字符/, en: /single character/ }[language]],
    ] as const) {
      await box.fill(typed);
      await use.click();
      await expectSentence(run.getByRole('alert'), language, about);
      await expect(trainButton(run, language)).toBeDisabled();
    }

    const files: readonly [name: string, buffer: Buffer, about: RegExp][] = [
      ['empty.txt', Buffer.alloc(0), { zh: /还没有文字/, en: /no text/ }[language]],
      ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]), /UTF-8/],
      ['latin1.txt', Buffer.from('Grüße aus Köln. '.repeat(100), 'latin1'), /UTF-8/],
      ['zeros.txt', Buffer.alloc(1000), /UTF-8/],
    ];
    for (const [name, buffer, about] of files) {
      await file.setInputFiles({ name, mimeType: 'text/plain', buffer });
      await expectSentence(run.getByRole('alert'), language, about);
    }
    // Made in the page: Playwright hands over no more than 50 MB.
    await file.evaluate((input: HTMLInputElement) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(50_000_000)], 'large.txt'));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await expectSentence(run.getByRole('alert'), language, /50\.0 MB.*2 MB/);

    // What Windows saves in Chinese: “中国，” in GB 18030.
    await file.setInputFiles({
      name: 'gb18030.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('d6d0b9faa3ac'.repeat(200), 'hex'),
    });
    await expect(run.getByRole('alert')).toHaveCount(0);
    await expect(run.getByText(/GB 18030.*中国，/)).toBeVisible();

    await file.setInputFiles({
      name: 'good.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('\uFEFF白日依山尽，黄河入海流。\r\n'.repeat(40)),
    });
    await expect(run.getByRole('alert')).toHaveCount(0);

    // A folder is dropped, or a file that is gone by now: reading it fails, and the text before it stays.
    await run.getByRole('group', { name: text.ownText }).evaluate((group: HTMLElement) => {
      const gone = new File(['x'], 'folder');
      gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
      const transfer = { files: [gone, new File(['y'], 'other.txt')], getData: () => '' };
      const drop = new Event('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(drop, 'dataTransfer', { value: transfer });
      group.dispatchEvent(drop);
    });
    await expect(run.getByRole('alert')).toContainText('folder');
    await expect(run.getByRole('alert')).toContainText(text.ownTextStays.trim());
    await expectOneStep(run, language);
  });

  test(`${language}: a text with more kinds of characters than the cap`, async ({ page }) => {
    const text = runText[language];
    await page.goto(ask(language, 'transformer', `task=own-text&${tiny}`));
    const run = panel(page);
    const kinds = Array.from({ length: ownTextMostKinds + 500 }, (_, index) =>
      String.fromCodePoint(0x4e00 + index),
    );
    await run.getByRole('textbox', { name: text.ownText }).fill(kinds.join('').repeat(2));
    await run.getByRole('button', { name: text.ownTextUse }).click();
    await expectOneStep(run, language);
    const note = run.getByText(new RegExp(`${ownTextMostKinds + 500}.*${ownTextMostKinds}.*□`));
    await expect(note).toBeVisible();
  });

  test(`${language}: a worker that dies`, async ({ page }) => {
    await page.goto(ask(language, 'seq2seq', 'backend=wasm&batch=4&d=16&steps=100000'));
    const run = panel(page);
    await trainButton(run, language).click();
    await expect.poll(() => numberOf(run, 'step'), { timeout: 60_000 }).toBeGreaterThan(20);
    const worker = page.workers().find((one) => /\/_astro\/worker/.test(one.url()));
    await worker!.evaluate(() => self.close());
    await untilState(run, ['failed'], 20_000);
    await expectSentence(
      run.getByRole('alert'),
      language,
      { zh: /训练线程/, en: /worker stopped/ }[language],
    );
    // What was drawn is kept.
    expect(await numberOf(run, 'step')).toBeGreaterThan(20);
    expect(await numberOf(run, 'loss')).toBeGreaterThan(0);
    await trainButton(run, language).click();
    await untilState(run, ['running'], 60_000);
    await expect(run.getByRole('alert')).toHaveCount(0);
    await expect.poll(() => numberOf(run, 'step'), { timeout: 60_000 }).toBeGreaterThan(0);
  });
}

test.describe('without the network', () => {
  test.use({
    tolerated:
      /net::ERR_(?:FAILED|INTERNET_DISCONNECTED)|Failed to fetch dynamically imported module/,
  });

  for (const language of languages) {
    test(`${language}: a data file that cannot be fetched`, async ({ page, context }) => {
      await context.route('**/data/names.txt', (route) => route.abort());
      await page.goto(ask(language, 'transformer', `task=names&${tiny}`));
      const run = panel(page);
      await trainButton(run, language).click();
      await untilState(run, ['failed'], 60_000);
      await expectSentence(run.getByRole('alert'), language, /names\.txt/);
      await context.unroute('**/data/names.txt');
      await trainButton(run, language).click();
      await untilState(run, ['running'], 60_000);
      await expect(run.getByRole('alert')).toHaveCount(0);
    });

    test(`${language}: a panel that cannot be fetched`, async ({ page, context }) => {
      await page.goto(addressOf('02-algorithms', language));
      await context.setOffline(true);
      await trainButton(panel(page), language).click();
      const figure = page.locator('figure.run-figure').first();
      await expectSentence(
        figure.getByRole('alert').first(),
        language,
        { zh: /网络/, en: /network/ }[language],
      );
      await expect(page.locator('h1')).toBeVisible();
    });

    test(`${language}: an engine that cannot be fetched`, async ({ page, context }) => {
      await context.route('**/_astro/*worker*.js', (route) => route.abort());
      await page.goto(ask(language, 'seq2seq', 'backend=wasm&batch=4&d=16'));
      const run = panel(page);
      await trainButton(run, language).click();
      await untilState(run, ['failed'], 60_000);
      await expectSentence(run.getByRole('alert'), language, /\S/);
      await context.unroute('**/_astro/*worker*.js');
      await trainButton(run, language).click();
      await untilState(run, ['running'], 60_000);
      await expect(run.getByRole('alert')).toHaveCount(0);
    });

    test(`${language}: a WASM backend that cannot be fetched`, async ({ page, context }) => {
      await context.route('**/*.wasm', (route) => route.abort());
      await page.goto(ask(language, 'seq2seq', 'backend=wasm&batch=4&d=16'));
      const run = panel(page);
      await trainButton(run, language).click();
      await untilState(run, ['failed'], 60_000);
      await expectSentence(run.getByRole('alert'), language, /wasm/i);
      await run.getByRole('button', { name: runText[language].reset, exact: true }).click();
      expect(await attribute(run, 'state')).toBe('idle');
    });
  }
});

test('a backend that the device lacks, and the ones it has', async ({ baseURL }) => {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-3d-apis', '--disable-software-rasterizer'],
  });
  try {
    const page: Page = await browser.newPage({ baseURL });
    for (const language of languages) {
      for (const backend of ['webgl', 'webgpu']) {
        const query = `backend=${backend}&batch=4&d=16`;
        await page.goto(ask(language, 'seq2seq', query));
        const run = panel(page);
        await trainButton(run, language).click();
        await untilState(run, ['failed'], 60_000);
        await expectSentence(run.getByRole('alert'), language, new RegExp(backend, 'i'));
      }
      await page.goto(ask(language, 'seq2seq', 'batch=4&d=16'));
      await expectOneStep(panel(page), language);
      expect(await attribute(panel(page), 'backend')).toBe('wasm');
    }
  } finally {
    await browser.close();
  }
});

test.describe('a part of the panel that does not come', () => {
  test.use({ tolerated: /ERR_FAILED|Failed to load resource/ });
  test('is told, and asked for again', async ({ page }) => {
    let gone = true;
    await page.route(/RunOutcome/, (route) => (gone ? route.abort() : route.continue()));
    await page.goto(ask('en', 'seq2seq', 'task=reversal&d=32&batch=8&steps=2&backend=wasm'));
    const run = panel(page);
    await trainButton(run, 'en').click();
    await untilState(run, ['finished'], 60_000);
    await expect(run.getByRole('alert')).toContainText('could not be loaded');
    gone = false;
    // The site answers, so it is taken for renewed: reloading mends it, and the setting stays.
    await run.getByRole('button', { name: reload.en }).click();
    await trainButton(run, 'en').click();
    await expect(run.getByText(runText.en.samples)).toBeVisible();
  });
});
