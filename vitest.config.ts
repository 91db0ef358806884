/**
 * The unit tests run in Node; `browser` runs every backend in a real Chromium, `training` whole
 * sessions there. `parity` (PyTorch's numbers) and `soak` (long runs) are parts of
 * `npm run test:quality`. `firefox` and `webkit` are the browser tests of WASM and plain JavaScript
 * in those (`npm run firefox-webkit`).
 */
import { playwright } from '@vitest/browser-playwright';
import { compileModule } from 'svelte/compiler';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './tools/chromium.ts';
import { packagedBrowsers } from './tests/elsewhere/provider.ts';

const optimizeDeps = {
  include: [
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-core/dist/register_all_gradients',
    '@tensorflow/tfjs-backend-cpu',
    '@tensorflow/tfjs-backend-wasm',
    '@tensorflow/tfjs-backend-webgl',
    '@tensorflow/tfjs-backend-webgpu',
  ],
};

/** A fresh one for each project, since Vitest writes into it. */
const browser = (...more: string[]) => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: { executablePath: findChromium(), args: [...chromiumArguments, ...more] },
  }),
  instances: [{ browser: 'chromium' as const }],
});

/** Modules with runes hold plain values outside a page, so that a store can be tested without one. */
const runes = {
  name: 'runes',
  transform: (code: string, id: string) =>
    id.endsWith('.svelte.ts')
      ? compileModule(code, { filename: id, generate: 'server' }).js
      : undefined,
};

/** Isolated as the site is, so that the engine has threads and memory can be measured. */
const isolated = {
  headers: {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  },
};

/** `LONG=1` runs everything for as long as `npm run test:quality` does. */
const env = { LONG: process.env['LONG'] ?? '' };

/** The tests of a folder, on every backend; WASM has threads where the page is isolated, and one elsewhere. */
const inBrowser = (name: string, server = {}) => ({
  ...{ optimizeDeps, server },
  test: {
    name,
    env,
    include: [`tests/${name}/**/*.test.ts`],
    // One file at a time: the software adapters share two cores.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    browser: browser(),
  },
});

/** The tests that do with WASM and plain JavaScript. */
const everywhere = [
  'browser/decoding',
  'browser/kernels',
  'browser/museum',
  'browser/ops',
  'browser/plain-kernels',
  'browser/queue',
  'browser/replay',
  'training/session',
];

const elsewhere = (name: 'firefox' | 'webkit') => ({
  ...{ cacheDir: `node_modules/.vite-${name}`, optimizeDeps, server: isolated },
  test: {
    name,
    include: everywhere.map((file) => `tests/${file}.test.ts`),
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    browser: {
      enabled: true,
      headless: true,
      ui: false,
      screenshotFailures: false,
      provider: packagedBrowsers(),
      instances: [{ browser: name }],
    },
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [runes],
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          // Tests of the text read every page: seconds where other programs take the processor.
          testTimeout: 60_000,
        },
      },
      {
        // What can be proven of the built site by reading it (`npm run build` first).
        test: {
          name: 'dist',
          include: ['tests/dist/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      inBrowser('browser', isolated),
      inBrowser('training', isolated),
      inBrowser('parity'),
      elsewhere('firefox'),
      elsewhere('webkit'),
      {
        ...{ optimizeDeps, server: isolated },
        test: {
          name: 'soak',
          env,
          include: ['tests/soak/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 1_200_000,
          // Memory is measured when asked for, not at the next collection of garbage.
          browser: browser('--enable-blink-features=ForceEagerMeasureMemory'),
        },
      },
    ],
  },
});
