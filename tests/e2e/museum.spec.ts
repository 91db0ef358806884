/** The museum in the page: an exhibit opens by link, and both versions really run. */
import type { Locator, Page } from '@playwright/test';
import { museumText } from '../../src/demos/museum/text.ts';
import { languages, type Language } from '../../src/language.ts';
import { entries, type ExhibitId, type LiveId } from '../../src/museum/catalogue.ts';
import recorded from '../../src/museum/recorded.json' with { type: 'json' };
import { addressOf, expect, test } from '../support.ts';

const exhibitOf = (page: Page, id: ExhibitId): Locator =>
  page.locator(`details[data-exhibit="${id}"]`);

/** Presses the button and waits for the answer. */
async function run(exhibit: Locator, language: Language): Promise<void> {
  const text = museumText[language];
  await exhibit.getByRole('button', { name: text.run, exact: true }).click();
  await expect(exhibit.locator('[data-exhibit-state]')).toHaveAttribute(
    'data-exhibit-state',
    'live',
    { timeout: 60_000 },
  );
  await expect(exhibit).toContainText(text.same);
}

for (const language of languages) {
  const lab = addressOf('lab/museum', language);

  test(`two exhibits run in ${lab}`, async ({ page }) => {
    await page.goto(`${lab}?exhibit=embedded-twice`);
    const throwing = exhibitOf(page, 'embedded-twice');
    await expect(throwing).toHaveAttribute('open');
    await run(throwing, language);
    await expect(throwing).toContainText(recorded.live['embedded-twice'].broken.threw);
    await expect(throwing).toContainText(museumText[language].noError);

    const silent = exhibitOf(page, 'accuracy-600');
    await silent.locator('summary').click();
    await expect(throwing).not.toHaveAttribute('open');
    await run(silent, language);
    await expect(silent.locator('.outcome').first()).toContainText('600');
    await expect(silent.locator('.outcome').last()).toContainText('100');
  });

  test(`the museum of ${addressOf('02-algorithms', language)} opens by link and wakes no model`, async ({
    page,
  }) => {
    await page.goto(`${addressOf('02-algorithms', language)}?exhibit=no-shift`);
    const exhibit = exhibitOf(page, 'no-shift');
    await expect(exhibit).toHaveAttribute('open');
    await expect(exhibit.locator('summary')).toBeInViewport();
    await run(exhibit, language);
    await expect(exhibit.locator('.outcome').first()).toContainText('我我我我我我');
    await expect(exhibit.locator('.outcome').last()).toContainText('爱北京天安门');
    await expect(page.locator('[data-run]').first().getByRole('alert')).toHaveCount(0);
  });
}

test('an exhibit works by keyboard alone', async ({ page }) => {
  await page.goto(addressOf('lab/museum', 'en'));
  const exhibit = exhibitOf(page, 'adam-uncorrected');
  await exhibit.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(exhibit).toHaveAttribute('open');
  await page.keyboard.press('Tab');
  await expect(exhibit.getByRole('button', { name: museumText.en.run })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(exhibit).toContainText(museumText.en.same, { timeout: 60_000 });
  await expect(exhibit).toContainText('4.684');
});

test('a name that no exhibit has opens none', async ({ page }) => {
  await page.goto(`${addressOf('lab/museum', 'en')}?exhibit=nonsense`);
  await expect(page.locator('details[data-exhibit]')).toHaveCount(entries.length);
  await expect(page.locator('details[data-exhibit][open]')).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every exhibit shows its code and what was recorded', async ({ page }) => {
    await page.goto(addressOf('lab/museum', 'en'));
    for (const id of ['dropped-layer', 'builds-itself', 'answer-as-input'] as const) {
      const exhibit = exhibitOf(page, id);
      await exhibit.locator('summary').click();
      await expect(exhibit.locator('pre').first()).toBeVisible();
      await expect(exhibit.locator('.outcome')).toHaveCount(2);
    }
    const live: LiveId = 'dropped-layer';
    await expect(exhibitOf(page, live)).toContainText(recorded.live[live].broken.threw);
    await expect(exhibitOf(page, live)).toContainText(recorded.torch[live].threw);
  });
});
