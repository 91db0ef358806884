/** The calculators: alive when touched, by keyboard, by link, on paper. */
import type { Locator, Page } from '@playwright/test';
import { calculatorNames, loadSpec } from '../../src/demos/calculator/registry.ts';
import { calculatorText } from '../../src/demos/calculator/text.ts';
import { languages, type Language } from '../../src/language.ts';
import { addressOf, expect, test } from '../support.ts';
import { expectNoFindings } from './axe.ts';

const slug = 'lab/calculators';

const calculator = (page: Page, name: string): Locator =>
  page.locator(`[data-calculator="${name}"]`);
const box = (one: Locator, key: string): Locator => one.locator(`[data-key="${key}"]`);
const output = (one: Locator, key: string): Locator => one.locator(`[data-output="${key}"]`);
const slider = (one: Locator, label: string, language: Language): Locator =>
  one.getByRole('slider', { name: calculatorText[language].slider(label), exact: true });

/** The figure that a calculator has on the lab's page. */
const figureOf = async (page: Page, name: string): Promise<string> =>
  (await page
    .locator('.run-figure', { has: calculator(page, name) })
    .getAttribute('data-figure')) ?? '';

test('a changed input changes the numbers, and reset brings them back', async ({ page }) => {
  await page.goto(addressOf(slug, 'en'));
  const training = calculator(page, 'training-cost');
  await expect(output(training, 'hours')).toHaveText('221,094');
  await box(training, 'peak').fill('312');
  await expect(output(training, 'hours')).toHaveText('701,122');
  await box(training, 'N').fill('70 billion');
  await box(training, 'D').fill('1.4T');
  await expect(output(training, 'flop')).toContainText('5.88');
  await box(training, 'D').blur();
  await expect(box(training, 'N')).toHaveValue('70B');
  await training.getByRole('button', { name: calculatorText.en.reset }).click();
  await expect(output(training, 'hours')).toHaveText('221,094');
  await expect(box(training, 'N')).toHaveValue('175B');
});

test('a known case sets its inputs and leaves the others', async ({ page }) => {
  await page.goto(addressOf(slug, 'zh'));
  const training = calculator(page, 'training-cost');
  await box(training, 'gpus').fill('64');
  const llama = training.getByRole('button', { name: 'Llama 3.1 405B' });
  await llama.click();
  await expect(llama).toHaveAttribute('aria-pressed', 'true');
  await expect(box(training, 'D')).toHaveValue('15.6万亿');
  await expect(box(training, 'gpus')).toHaveValue('64');
  await expect(output(training, 'flop')).toContainText('3.79');
});

test('what cannot be used stays in the box, with a sentence', async ({ page }) => {
  for (const language of languages) {
    await page.goto(addressOf(slug, language));
    const memory = calculator(page, 'memory');
    const size = box(memory, 'N');
    await size.fill('70B');
    await expect(output(memory, 'total')).toHaveText('1.12\u202fTB');
    await size.fill('many');
    await expect(memory.getByRole('alert')).toContainText('7e9');
    await size.blur();
    await expect(size).toHaveValue('many');
    await expect(size).toHaveAttribute('aria-invalid', 'true');
    await expect(output(memory, 'total')).toHaveText('1.12\u202fTB');
    await size.fill('1e20');
    await expect(memory.getByRole('alert')).toContainText(language === 'zh' ? '10万亿' : '10T');
    await box(memory, 'gpus').fill('16');
    await expect(size).toHaveValue('1e20');
    await size.fill('8e9');
    await expect(memory.getByRole('alert')).toHaveCount(0);
    await expect(output(memory, 'total')).toHaveText('128\u202fGB');
  }
});

test('a decimal comma is a decimal, and what has two readings is asked about', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(addressOf(slug, 'en'));
  const serving = calculator(page, 'serving-cost');
  const price = box(serving, 'api');
  await price.fill('1,5');
  await price.blur();
  await expect(price).toHaveValue('1.5');
  await price.fill('1.234');
  await expect(serving.getByRole('alert')).toContainText('1234 or 1.2340');
  await price.fill('0,50');
  await price.blur();
  await expect(price).toHaveValue('0.5');
  await context.close();
});

test('what was typed, moved and chosen before the panel came alive counts', async ({ page }) => {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/CalculatorPanel/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(addressOf(slug, 'en'));
  const memory = calculator(page, 'memory');
  const size = box(memory, 'N');
  await box(memory, 'gpus').fill('16');
  await size.fill('1e20');
  await size.press('ArrowLeft');
  letGo();
  await expect(memory.getByRole('alert')).toContainText('10T');
  await expect(size).toBeFocused();
  await expect(size).toHaveJSProperty('selectionStart', 3);
  await expect(size).toHaveValue('1e20');
  await expect(box(memory, 'gpus')).toHaveValue('16');
  await size.fill('70B');
  await expect(memory.getByRole('alert')).toHaveCount(0);
  await expect(output(memory, 'total')).toHaveText('1.12\u202fTB');
});

test('the keyboard is enough, and the headline is spoken when it settles', async ({ page }) => {
  await page.goto(addressOf(slug, 'en'));
  const even = calculator(page, 'break-even');
  const price = box(even, 'price');
  await price.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('80');
  await expect(output(even, 'customers')).toHaveText('1,000');
  await page.keyboard.press('Tab');
  const handle = slider(even, 'Price per month', 'en');
  await expect(handle).toBeFocused();
  await page.keyboard.press('End');
  await expect(price).toHaveValue('1000000');
  await page.keyboard.press('Home');
  await expect(price).toHaveValue('0.01');
  await expect(output(even, 'customers')).toHaveText('–');
  await expect(even.getByRole('status').first()).toContainText('Never');
  await page.keyboard.press('ArrowRight');
  await expect(price).not.toHaveValue('0.01');
});

test('a copied link opens the same numbers at the figure', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL });
  await page.goto(addressOf(slug, 'en'));
  const serving = calculator(page, 'serving-cost');
  await box(serving, 'use').fill('60');
  await box(serving, 'api').fill('0.6');
  await serving.getByRole('button', { name: calculatorText.en.share }).click();
  await expect(serving.getByText(calculatorText.en.shared)).toBeVisible();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  const figure = await figureOf(page, 'serving-cost');
  expect(Object.fromEntries(link.searchParams)).toEqual({ run: figure, use: '60', api: '0.6' });

  const visitor = await context.newPage();
  await visitor.goto(link.href);
  const opened = calculator(visitor, 'serving-cost');
  await expect(box(opened, 'use')).toHaveValue('60');
  await expect(box(opened, 'api')).toHaveValue('0.6');
  await expect(output(opened, 'cost')).toHaveText(await output(serving, 'cost').innerText());
  await expect(opened).toBeInViewport();
  await expect(box(calculator(visitor, 'kv-cache'), 'mfu')).toHaveValue('40');

  await page.reload();
  await expect(box(calculator(page, 'serving-cost'), 'use')).toHaveValue('60');
});

test('a bad link says what it could not use', async ({ page }) => {
  await page.goto(addressOf(slug, 'zh'));
  const figure = await figureOf(page, 'kv-cache');
  await page.goto(
    `${addressOf(slug, 'zh')}?run=${figure}&batch=32&context=0&nonsense=1&nonsense=2&utm_source=x`,
  );
  const cache = calculator(page, 'kv-cache');
  await expect(cache.getByRole('alert')).toHaveCount(2);
  await expect(cache.getByRole('alert').first()).toContainText(/context=\W{0,2}0/);
  await expect(box(cache, 'batch')).toHaveValue('32');
  await expect(box(cache, 'context')).toHaveValue('8192');
  await cache.getByRole('button', { name: calculatorText.zh.reset }).click();
  await expect(cache.getByRole('alert')).toHaveCount(0);
});

test('every calculator comes alive without the engine', async ({ page }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(addressOf(slug, 'zh'));
  for (const name of calculatorNames) {
    const one = calculator(page, name);
    const spec = await loadSpec(name);
    const input = spec.inputs.find(({ kind }) => kind !== 'choice')!;
    await slider(one, input.label.zh, 'zh').press('End');
    await expect(box(one, input.key), name).not.toHaveValue(String(input.default));
    await expect.poll(() => page.evaluate(() => location.search), name).toContain(input.key);
  }
  expect(requested.filter((url) => /tfjs|tensorflow|worker|\.wasm/i.test(url))).toEqual([]);
});

test('numbers that change move nothing', async ({ page }) => {
  await page.goto(addressOf(slug, 'en'));
  const talk = calculator(page, 'conversation-cost');
  await box(talk, 'turns').focus();
  await expect(slider(talk, 'Turns k', 'en')).toBeVisible();
  const height = async (): Promise<number> => (await talk.boundingBox())!.height;
  const before = await height();
  for (const turns of ['1', '9', '99', '1000']) {
    await box(talk, 'turns').fill(turns);
    await expect(output(talk, 'output')).toContainText(
      (Number(turns) * 300).toLocaleString('en-US'),
    );
    expect(await height()).toBe(before);
  }
});

test('paper shows the present numbers', async ({ page }) => {
  await page.goto(addressOf(slug, 'en'));
  const units = calculator(page, 'unit-economics');
  await box(units, 'arpu').fill('60');
  await expect(output(units, 'ratio')).toHaveText('3');
  await page.emulateMedia({ media: 'print' });
  await expect(box(units, 'arpu')).toBeHidden();
  await expect(units.locator('dl').first()).toContainText(/Revenue per customer and month\s*60/);
  await expect(units.locator('dl').first()).toBeVisible();
  await expect(output(units, 'ratio')).toBeVisible();
});

for (const width of [1440, 360]) {
  test(`axe finds nothing at ${width} px, in either theme, while it complains`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(addressOf(slug, 'zh'));
    const memory = calculator(page, 'memory');
    await box(memory, 'N').fill('many');
    await expect(memory.getByRole('alert')).toBeVisible();
    await memory.getByRole('button', { name: 'GPT-3' }).focus();
    for (const summary of await calculator(page, 'kv-cache').locator('summary').all()) {
      await summary.click();
    }
    const room = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(room).toBeLessThanOrEqual(width);
    await expectNoFindings(page, 'calculators', '[data-calculator]');
  });
}
