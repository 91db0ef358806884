/** The licences of what is in the pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { licenceText, notices } from '../../../src/site/build/notices.ts';
import { packageOf } from '../../../src/site/vite/bundled-packages.ts';
import { root } from './pages.ts';

it('names the package of a module', () => {
  expect(packageOf('/x/node_modules/uplot/dist/uPlot.esm.js')).toBe('uplot');
  expect(packageOf('/x/node_modules/@tensorflow/tfjs-core/dist/tensor.js?v=1')).toBe(
    '@tensorflow/tfjs-core',
  );
  expect(packageOf('/x/node_modules/a/node_modules/b/index.js')).toBe('b');
  expect(packageOf('C:\\x\\node_modules\\zod\\index.js')).toBe('zod');
  expect(packageOf('/x/src/ui/Curve.svelte')).toBeUndefined();
});

it('has the licence of every package that the site depends on', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const names = Object.keys(dependencies);
  const text = notices(root, [...names, 'seedrandom', 'long']);
  for (const name of [...names, 'seedrandom', 'long']) {
    expect(text, name).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  }
});

it('quotes the licences of fonts, of TensorFlow.js and of what has no file, whole', () => {
  expect(licenceText(root, '@fontsource/noto-serif-sc')).toContain('SIL OPEN FONT LICENSE');
  expect(licenceText(root, '@tensorflow/tfjs-core')).toContain('END OF TERMS AND CONDITIONS');
  expect(licenceText(root, 'seedrandom')).toMatch(/David Bau[\s\S]+WITHOUT WARRANTY OF ANY KIND/);
});
