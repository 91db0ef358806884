/**
 * End-to-end tests on the built site, served as `npm start` serves it. `e2e` and `alone` are part of
 * `npm test`; `quality` trains to a stated quality and takes longer.
 */
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './tools/chromium.ts';

const port = Number(process.env.E2E_PORT ?? 4399);
/** Emulated adapters, clocks and whole runs take both cores: one page at a time. */
const alone = /e2e\/(?:backends|liveness|training)\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests',
  timeout: 120_000,
  // A page that trains, or a machine that is busy, answers late.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  workers: 2,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { executablePath: findChromium(), args: [...chromiumArguments] },
  },
  projects: [
    {
      name: 'e2e',
      testMatch: 'e2e/**/*.spec.ts',
      testIgnore: alone,
      fullyParallel: true,
    },
    { name: 'alone', testMatch: alone, workers: 1 },
    { name: 'quality', testMatch: 'quality/**/*.spec.ts', timeout: 1_500_000, workers: 1 },
  ],
  webServer: {
    command: 'npm run serve',
    env: { PORT: String(port) },
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
