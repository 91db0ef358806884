/** The filtered list of resources and the tests with choices, as a reader uses them. */
import { addressOf, expect, test } from '../support.ts';

const resources = addressOf('06-resources', 'en');
const reading = addressOf('09-further-reading', 'en');

test('a link opens the list as it was filtered, and clearing shows it whole', async ({ page }) => {
  await page.goto(`${resources}?level=beginner&language=zh&price=free#list`);
  const list = page.locator('resource-list');
  const status = list.locator('.status');
  await expect(status).not.toHaveText(/^90 of 90/);
  await expect(list.getByLabel('Level')).toHaveValue('beginner');
  const shown = await list.locator('.entry:visible').count();
  expect(shown).toBeGreaterThan(0);
  await expect(status).toHaveText(`${shown} of 90 shown.`);

  await list.getByLabel('Search').fill('no such thing');
  await expect(list.getByText('Nothing fits all of these.')).toBeVisible();
  await expect(page).toHaveURL(/q=no\+such\+thing/);

  await list.locator('.none').getByRole('button').click();
  await expect(status).toHaveText('90 of 90 shown.');
  await expect(list.getByLabel('Search')).toBeFocused();
  expect(new URL(page.url()).search).toBe('');
});

test('a test explains a choice made by keyboard, counts, and starts again', async ({ page }) => {
  await page.goto(`${reading}#self-test`);
  const questions = page.locator('self-test fieldset');
  const first = questions.first();
  await first.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  await expect(first.locator('.feedback')).toContainText('Not so.');
  await page.keyboard.press('ArrowDown');
  await expect(first.locator('.feedback')).toContainText('Right.');
  const score = page.locator('self-test .score');
  await expect(score).toHaveText('1 of 14 answered, 1 right.');
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(score).toHaveText('0 of 14 answered, 0 right.');
  await expect(first.locator('.feedback')).toBeEmpty();
  await expect(first.getByRole('radio').first()).toBeFocused();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the list is whole and the answers can be unfolded', async ({ page }) => {
    await page.goto(resources);
    await expect(page.locator('.entry')).toHaveCount(90);
    await expect(page.locator('resource-list form')).toBeHidden();
    const answer = page.locator('self-test details').first();
    await answer.locator('summary').click();
    await expect(answer.getByText('Title, authors, year and number agree.')).toBeVisible();
  });
});
