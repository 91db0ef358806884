/**
 * End-to-end tests on the built site, served as `npm start` serves it. `e2e` and `reading` are part of
 * `npm test`; `quality` trains to a stated quality and takes longer.
 */
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './tools/chromium.ts';

const port = Number(process.env.E2E_PORT ?? 4399);
/** What concerns a reader who trains nothing. */
const reading = /e2e\/(?:a11y|form|pages|resources|search)\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests',
  // Training takes both cores: one page at a time.
  workers: 1,
  timeout: 120_000,
  // A page that trains, or a machine that is busy, answers late.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { executablePath: findChromium(), args: [...chromiumArguments] },
  },
  projects: [
    { name: 'e2e', testMatch: 'e2e/**/*.spec.ts', testIgnore: reading },
    // Nothing trains there, so pages may be looked at side by side.
    { name: 'reading', testMatch: reading, fullyParallel: true },
    { name: 'quality', testMatch: 'quality/**/*.spec.ts', timeout: 1_500_000 },
  ],
  webServer: {
    command: 'npm run serve',
    env: { PORT: String(port) },
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
