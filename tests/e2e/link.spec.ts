/** Links: every parameter is read into the controls and written back; panels keep to their own. */
import type { Locator, Page } from '@playwright/test';
import { figureId } from '../../src/demos/island/address.ts';
import { runText } from '../../src/demos/run/text.ts';
import { written, type Field, type Value } from '../../src/fields/field.ts';
import type { Language } from '../../src/language.ts';
import { findTask } from '../../src/tasks/index.ts';
import { labs, tasksOf, type LabId } from '../../src/training/config.ts';
import { heads as headsField, tied as tiedField } from '../../src/training/fields/architecture.ts';
import { fieldsOf, modelIds, models, type ModelId } from '../../src/training/kinds/index.ts';
import { steps as stepsField } from '../../src/training/fields/optimisation.ts';
import { modelLabel, seed as seedField, taskLabel } from '../../src/training/fields/setting.ts';
import { uiText } from '../../src/ui/text.ts';
import { addressOf, attribute, expect, numberOf, panel, test, untilState } from '../support.ts';

const queryOf = (page: Page): Record<string, string> =>
  Object.fromEntries(new URL(page.url()).searchParams);

/** Valid and not the default, as a link writes it. */
function otherValue(field: Field): string {
  const other = (): Value => {
    switch (field.kind) {
      case 'switch':
        return !field.default;
      case 'choice':
        return field.options.find(({ value }) => value !== field.default)!.value;
      case 'number':
        // A width that any number of heads from 1 to 4 divides, into even parts.
        if (field.key === 'd') return 48;
        if (field.key === 'heads') return 2;
        return field.default === field.min ? Math.min(field.max, field.min + 1) : field.min;
    }
  };
  return written(field, other());
}

async function expectShown(
  run: Locator,
  language: Language,
  field: Field,
  value: string,
): Promise<void> {
  const name = field.label[language];
  if (field.kind === 'switch') {
    // Its name ends with its explanation.
    await expect(run.getByRole('switch', { name })).toBeChecked({ checked: value === '1' });
  } else {
    await expect(run.getByLabel(name, { exact: true })).toHaveValue(value);
  }
}

const queryFor = (model: ModelId, taskId: string): Map<Field, string> =>
  new Map(
    [...findTask(taskId)!.parameters, ...fieldsOf(model)].map((field) => [
      field,
      otherValue(field),
    ]),
  );

const labIds = Object.keys(labs) as LabId[];

/** Every model, on one of the tasks with the most parameters, in either language by turns. */
const cases = labIds.flatMap((lab) => {
  const byParameters = tasksOf(lab).toSorted((a, b) => b.parameters.length - a.parameters.length);
  const most = byParameters.filter(
    ({ parameters }) => parameters.length === byParameters[0]!.parameters.length,
  );
  return labs[lab].models.map((model, index) => ({
    lab,
    model,
    task: most.at(-1 - (index % most.length))!.id,
    language: (['en', 'zh'] as const)[index % 2]!,
  }));
});

for (const { lab, model, task, language } of cases) {
  test(`${lab}, ${model}: every parameter is read and written back`, async ({ page }) => {
    const text = runText[language];
    const values = queryFor(model, task);
    const query = new URLSearchParams({ task, model, seed: '7', backend: 'cpu' });
    for (const [field, value] of values) query.set(field.key, value);
    await page.goto(`${addressOf(`lab/${lab}`, language)}?${query.toString()}`);
    const run = panel(page);
    await run.getByText(text.more, { exact: true }).click();
    await expect(run.getByRole('group', { name: text.groups.stop })).toBeVisible();
    await expect(run.getByRole('alert')).toHaveCount(0);
    await expect(run.getByLabel(taskLabel[language], { exact: true })).toHaveValue(task);
    await expect(run.getByLabel(seedField.label[language], { exact: true })).toHaveValue('7');
    for (const [field, value] of values) await expectShown(run, language, field, value);

    await run.getByLabel(seedField.label[language], { exact: true }).fill('8');
    await run.getByLabel(seedField.label[language], { exact: true }).blur();
    await expect.poll(() => queryOf(page)).toEqual({ ...Object.fromEntries(query), seed: '8' });
    await page.reload();
    await expect(panel(page).getByLabel(seedField.label[language], { exact: true })).toHaveValue(
      '8',
    );
    expect(queryOf(page)).toEqual({ ...Object.fromEntries(query), seed: '8' });
  });
}

test('the cases above cover every model and every kind of parameter', () => {
  expect(cases.map(({ model }) => model).sort()).toEqual([...modelIds].sort());
  const parameters = cases.flatMap(({ task }) => findTask(task)!.parameters);
  expect([...new Set(parameters.map(({ kind }) => kind))].sort()).toEqual([
    'choice',
    'number',
    'switch',
  ]);
});

for (const lab of labIds) {
  test(`${lab}: a link can name every task`, async ({ page }) => {
    for (const { id, name } of tasksOf(lab)) {
      await page.goto(`${addressOf(`lab/${lab}`, 'en')}?task=${id}`);
      await expect(panel(page).getByLabel(taskLabel.en, { exact: true })).toHaveValue(id);
      await expect(panel(page).getByRole('heading').first()).toContainText(name.en);
      await expect(panel(page).getByRole('alert')).toHaveCount(0);
    }
  });
}

test('a change in any control updates the link, and a return to the default shortens it', async ({
  page,
}) => {
  const text = runText.zh;
  await page.goto(addressOf('lab/seq2seq', 'zh'));
  const run = panel(page);
  await run.getByLabel(taskLabel.zh, { exact: true }).selectOption('sorting');
  await expect.poll(() => queryOf(page)['task']).toBe('sorting');
  await run.getByLabel(modelLabel.zh, { exact: true }).selectOption('transformer-encoder-decoder');
  await expect.poll(() => queryOf(page)['model']).toBe('transformer-encoder-decoder');
  await expect(run.getByRole('heading').first()).toContainText(
    models['transformer-encoder-decoder'].name.zh,
  );
  await run.getByText(text.more, { exact: true }).click();
  const heads = run.getByLabel(headsField(4).label.zh, { exact: true });
  await heads.fill('8');
  await heads.blur();
  await expect.poll(() => queryOf(page)['heads']).toBe('8');
  await heads.fill('4');
  await heads.blur();
  await expect.poll(() => 'heads' in queryOf(page)).toBe(false);
  const tied = run.getByRole('switch', { name: tiedField.label.zh });
  await tied.uncheck();
  await expect.poll(() => queryOf(page)['tied']).toBe('0');
  const entries = await page.evaluate(() => history.length);
  await tied.check();
  expect(await page.evaluate(() => history.length)).toBe(entries);
});

test('a locked field is shown and cannot be changed, and its value travels', async ({ page }) => {
  await page.goto(
    `${addressOf('lab/seq2seq', 'en')}?steps=3&attention=none&lock=steps,attention,model`,
  );
  const run = panel(page);
  const steps = run.getByLabel(stepsField.label.en, { exact: true });
  await expect(steps).toHaveValue('3');
  await expect(steps).not.toBeEditable();
  await expect(run.getByLabel(modelLabel.en, { exact: true })).toBeDisabled();
  await expect(run.getByText(uiText.en.locked, { exact: true })).toHaveCount(3);
  const seed = run.getByLabel(seedField.label.en, { exact: true });
  await seed.fill('8');
  await seed.blur();
  await expect
    .poll(() => queryOf(page))
    .toMatchObject({ seed: '8', steps: '3', attention: 'none', lock: 'model,attention,steps' });
  await page.goto(`${addressOf('lab/seq2seq', 'zh')}?lock=colour`);
  await expect(panel(page).getByRole('alert')).toContainText('colour');
});

test('start=1 starts, on the named panel only', async ({ page }) => {
  await page.goto(
    `${addressOf('02-algorithms', 'en')}?run=2.2&start=1&steps=3&backend=wasm&batch=4&d=16`,
  );
  const [first, second] = [0, 1].map((index) => page.locator('[data-run-figure]').nth(index));
  await untilState(second!, ['finished'], 60_000);
  expect(await numberOf(second!, 'step')).toBe(3);
  expect(await attribute(first!, 'state')).toBe('idle');
  await expect(page.locator(`#${figureId('2.2')}`)).toBeInViewport();
});

test('without start=1 nothing starts by itself', async ({ page }) => {
  await page.goto(`${addressOf('lab/seq2seq', 'en')}?steps=3&backend=wasm&start=0`);
  await expect(panel(page).getByLabel(stepsField.label.en, { exact: true })).toHaveValue('3');
  expect(await attribute(panel(page), 'state')).toBe('idle');
  expect(page.workers()).toEqual([]);
});

test('two panels on a chapter page do not disturb each other', async ({ page }) => {
  const text = runText.zh;
  await page.goto(addressOf('02-algorithms', 'zh'));
  const [first, second] = [0, 1].map((index) => page.locator('[data-run-figure]').nth(index));
  const seeds = [first!, second!].map((run) => run.getByLabel(seedField.label.zh, { exact: true }));
  for (const [index, seed] of ['11', '22'].entries()) {
    await seeds[index]!.fill(seed);
    await seeds[index]!.blur();
    await expect.poll(() => queryOf(page)['seed']).toBe(seed);
  }
  expect(queryOf(page)['run']).toBe('2.2');
  await expect(seeds[0]!).toHaveValue('11');
  await expect(seeds[1]!).toHaveValue('22');

  const steps = [first!, second!].map((run) =>
    run.getByLabel(stepsField.label.zh, { exact: true }),
  );
  await steps[0]!.fill('2');
  await steps[0]!.blur();
  await first!.getByRole('button', { name: text.train, exact: true }).click();
  await untilState(first!, ['finished'], 60_000);
  expect(await numberOf(first!, 'step')).toBe(2);
  expect(await attribute(second!, 'state')).toBe('idle');
  expect(await attribute(second!, 'step')).toBe('0');

  await second!.getByRole('button', { name: text.step, exact: true }).click();
  await untilState(second!, ['paused'], 60_000);
  expect(await attribute(first!, 'state')).toBe('finished');
  expect(await numberOf(first!, 'step')).toBe(2);
});

test('the share button copies a link that opens the same setting at the figure', async ({
  page,
  context,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL });
  const text = runText.en;
  await page.goto(addressOf('02-algorithms', 'en'));
  const run = page.locator('[data-run-figure="2.3"]');
  const seed = run.getByLabel(seedField.label.en, { exact: true });
  await seed.fill('1234');
  await seed.blur();
  await run.getByRole('button', { name: text.share }).click();
  await expect(run.getByText(text.shared)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toBe(`#${figureId('2.3')}`);

  const visitor = await context.newPage();
  await visitor.goto(link);
  const opened = visitor.locator('[data-run-figure="2.3"]');
  await expect(opened.getByLabel(seedField.label.en, { exact: true })).toHaveValue('1234');
  await expect(opened.getByLabel(modelLabel.en, { exact: true })).toHaveValue(
    'transformer-encoder-decoder',
  );
  await expect(opened).toBeInViewport();
  await expect(
    visitor.locator('[data-run-figure="2.1"]').getByLabel(seedField.label.en, { exact: true }),
  ).toHaveValue('42');
});

test('the share button shows the link where the clipboard is closed', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('closed'));
  });
  const text = runText.zh;
  await page.goto(`${addressOf('lab/transformer', 'zh')}?task=own-text&seed=5`);
  const run = panel(page);
  await run.getByRole('button', { name: text.share }).click();
  await expect(run.getByText(text.shareFailed)).toBeVisible();
  await expect(run.getByText(text.shareOwnText)).toBeVisible();
  await expect(run.locator('.share a')).toHaveAttribute('href', /task=own-text.*seed=5/);
});
