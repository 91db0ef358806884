/** The panel's table of backends: what came of each, the reader's own choice, what is remembered. */
import type { Locator, Page } from '@playwright/test';
import { runText } from '../../src/demos/run/text.ts';
import { languages, type Language } from '../../src/language.ts';
import { backendNames, type BackendId } from '../../src/training/config.ts';
import { automatic, backendLabel } from '../../src/training/fields/setting.ts';
import { addressOf, attribute, expect, panel, test, untilState } from '../support.ts';

const query = 'task=reversal&d=16&batch=4&steps=1000';

async function visit(page: Page, address: string): Promise<Locator> {
  await page.goto(address);
  // On a busy machine the emulated adapter wakes so slowly that a run does not wait for it.
  await page.evaluate(async () => {
    await navigator.gpu.requestAdapter();
  });
  return panel(page);
}

const open = (page: Page, language: Language): Promise<Locator> =>
  visit(page, `${addressOf('lab/seq2seq', language)}?${query}`);

/** Presses a button of the panel and waits until the run is in that state. */
async function press(run: Locator, name: string, state: string): Promise<void> {
  await run.getByRole('button', { name, exact: true }).click();
  await untilState(run, [state], 100_000);
}

/** Opens the badge. */
async function table(run: Locator, language: Language): Promise<Locator> {
  const found = run.getByRole('table', { name: runText[language].backendTable });
  if (!(await found.isVisible())) await run.locator('.head summary').click();
  return found;
}

const row = (found: Locator, id: BackendId): Locator =>
  found.getByRole('row').filter({
    has: found.page().getByRole('rowheader', { name: backendNames[id], exact: true }),
  });

/** Runs a script in the training worker before anything is looked for. */
async function inWorker(page: Page, script: string): Promise<void> {
  await page.context().route(/\/_astro\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

/** The emulated adapter says that it is a real one. */
const realAdapter = `
  Object.defineProperty(GPUAdapter.prototype, 'info', {
    get: () => ({ vendor: 'test', architecture: '', description: '', isFallbackAdapter: false }),
  });`;
/** WebGPU that computes nothing. */
const wrongAdapter = `${realAdapter}
  GPUComputePassEncoder.prototype.dispatchWorkgroups = () => {};`;

for (const language of languages) {
  const text = runText[language];

  test(`says what came of every backend, and takes the one asked for, ${language}`, async ({
    page,
  }) => {
    const run = await open(page, language);
    await press(run, text.step, 'paused');
    expect(await attribute(run, 'backend')).toBe('wasm');
    const found = await table(run, language);
    await expect(found).toBeVisible();
    await expect(found.getByRole('columnheader')).toHaveText([
      text.backend,
      text.backendResult,
      text.backendStep,
      text.backendCheck,
    ]);
    await expect(row(found, 'wasm')).toContainText(text.backendStates.chosen);
    await expect(row(found, 'wasm').getByRole('cell').last()).toHaveText(/^[\d.]+$/);
    await expect(row(found, 'webgpu')).toContainText(text.backendStates.untried);
    await expect(row(found, 'cpu')).toContainText(text.backendStates.untried);

    await run.getByLabel(backendLabel[language], { exact: true }).selectOption('cpu');
    await expect(run).toContainText(text.changed);
    await press(run, text.reset, 'idle');
    await press(run, text.step, 'paused');
    expect(await attribute(run, 'backend')).toBe('cpu');
    await expect(run.getByText(text.plainJavaScript)).toBeVisible();
    await expect(run).not.toContainText(text.nothingFaster);
    await expect(row(found, 'cpu')).toContainText(text.backendStates.chosen);
    await expect(row(found, 'wasm')).toContainText(text.backendStates.untried);
    expect(new URL(page.url()).searchParams.get('backend')).toBe('cpu');
  });

  test(`names a backend that computes wrongly, and trains on another, ${language}`, async ({
    page,
  }) => {
    await inWorker(page, wrongAdapter);
    const run = await open(page, language);
    await press(run, text.step, 'paused');
    expect(await attribute(run, 'backend')).toBe('wasm');
    await expect(run.getByRole('alert')).toContainText(backendNames.webgpu);
    await expect(run.getByRole('alert')).toContainText(language === 'zh' ? '自检' : 'self-check');
    await expect(row(await table(run, language), 'webgpu')).toContainText(
      text.backendStates.failed,
    );

    await run.getByLabel(backendLabel[language], { exact: true }).selectOption('webgpu');
    await press(run, text.reset, 'idle');
    await press(run, text.train, 'failed');
    await expect(run.getByRole('alert')).toContainText(automatic[language].toLowerCase());
    await expect(row(await table(run, language), 'webgpu')).toContainText(
      text.backendStates.failed,
    );
  });
}

test('trains on one thread of WASM where an isolated page has no SharedArrayBuffer', async ({
  page,
}) => {
  await inWorker(page, 'delete self.SharedArrayBuffer;');
  const run = await open(page, 'en');
  await press(run, runText.en.step, 'paused');
  expect(await attribute(run, 'backend')).toBe('wasm');
  await expect(run.locator('.head summary')).toContainText(runText.en.threads(1));
  await expect(row(await table(run, 'en'), 'wasm')).toContainText('no SharedArrayBuffer');
});

/** Nothing answers, and a large shared memory is refused, as on a phone. */
const silentBrowser = `
  GPU.prototype.requestAdapter = () => new Promise(() => {});
  IDBFactory.prototype.open = () => new EventTarget();
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor) {
      if (descriptor.shared && descriptor.maximum > 16384) throw new RangeError('Out of memory');
      super(descriptor);
    }
  };`;

test('trains where the adapter and the storage never answer and memory is short', async ({
  page,
}) => {
  await inWorker(page, silentBrowser);
  const run = await open(page, 'en');
  await press(run, runText.en.step, 'paused');
  expect(await attribute(run, 'backend')).toBe('wasm');
  const found = await table(run, 'en');
  await expect(row(found, 'webgpu')).toContainText('did not answer within 6 seconds');
  await expect(row(found, 'wasm')).toContainText('1024 MB at most');

  await run.getByLabel(backendLabel.en, { exact: true }).selectOption('wasm');
  await press(run, runText.en.reset, 'idle');
  await press(run, runText.en.step, 'paused');
  await expect(row(found, 'webgpu')).toContainText('not looked for');
});

/** What a browser in lockdown takes away. */
const lockedDown = `
  delete self.WebAssembly;
  delete self.OffscreenCanvas;`;

test.describe('on plain HTTP', () => {
  // The browser says in its console that such a page is not isolated.
  test.use({ tolerated: /Cross-Origin-Opener-Policy header has been ignored/ });

  test('trains in plain JavaScript, and says how slow that is, in a browser in lockdown', async ({
    page,
    baseURL,
  }) => {
    // An address of a local network: no isolation, no locks, no clipboard, no WebGPU.
    const { host } = new URL(baseURL!);
    await page.context().route('http://lan.test/**', async (route) => {
      const url = route.request().url().replace('lan.test', host);
      const response = await route.fetch({ url });
      const isWorker = /\/worker-[^/]*\.js$/.test(url);
      const body = isWorker ? `${lockedDown}\n${await response.text()}` : await response.body();
      await route.fulfill({ response, body });
    });
    const text = runText.zh;
    await page.goto(`http://lan.test${addressOf('lab/seq2seq', 'zh')}?${query}`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    const run = panel(page);
    await press(run, text.step, 'paused');
    expect(await attribute(run, 'backend')).toBe('cpu');
    await expect(run.getByText(text.plainJavaScript)).toBeVisible();
    await expect(run.getByText(text.nothingFaster)).toBeVisible();
    const found = await table(run, 'zh');
    await expect(row(found, 'wasm')).toContainText('浏览器没有 WebAssembly');
    await expect(row(found, 'webgpu')).toContainText('浏览器没有 WebGPU');
  });
});

test('remembers what it measured, and measures again when asked to', async ({ page }) => {
  // The emulated adapter measures twice, slowly.
  test.setTimeout(300_000);
  const language = 'en';
  const text = runText[language];
  const small = 'task=names&d=8&heads=1&layers=1&context=4&batch=1';
  await inWorker(page, realAdapter);
  const run = await visit(page, `${addressOf('lab/transformer', language)}?${small}`);
  await press(run, text.step, 'paused');
  const found = await table(run, language);
  await expect(run).toContainText(text.measuredNow);
  for (const id of ['webgpu', 'wasm'] as const) {
    const cells = row(found, id).getByRole('cell');
    await expect(cells.nth(1)).toHaveText(/^[\d.]+$/);
    await expect(cells.nth(2)).toHaveText(/^[\d.]+$/);
  }

  await page.reload();
  await press(run, text.step, 'paused');
  await table(run, language);
  const year = String(new Date().getFullYear());
  await expect(run.locator('.measured')).toContainText(year);
  const again = run.getByRole('button', { name: text.measureAgain });
  await again.focus();
  await page.keyboard.press('Enter');
  await untilState(run, ['idle'], 100_000);
  await expect(run).toContainText(text.measuredNow);
  await expect(again).toBeFocused();
  expect(await attribute(run, 'step')).toBe('0');
});
