/** When the long runs are due: wherever what they prove may have changed, and nowhere else. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { areLongRunsDue, stampLongRuns } from '../../../tools/long-runs.ts';

let root = '';

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'long-runs-'));
  write('package.json', '{ "dependencies": { "@tensorflow/tfjs": "4.22.0", "svelte": "5" } }');
  write('src/engine/ops/linear/fused.ts', 'forward');
  write('src/training/step.ts', 'step');
  write('src/ui/curve.ts', 'curve');
  write('tests/quality/language.spec.ts', 'below the baseline');
});
afterEach(() => rmSync(root, { recursive: true }));

it('are due until they have passed, and then no more', () => {
  expect(areLongRunsDue(root)).toBe(true);
  stampLongRuns(root, { quality: 1 });
  expect(areLongRunsDue(root)).toBe(false);
});

it.each<[string, () => void]>([
  ['a kernel', () => write('src/engine/ops/linear/fused.ts', 'faster')],
  ['a new file', () => write('src/models/lstm.ts', '')],
  ['a name', () => renameSync(join(root, 'src/training/step.ts'), join(root, 'src/training/a.ts'))],
  ['what they ask for', () => write('tests/quality/language.spec.ts', 'anything')],
  [
    'a version of TensorFlow.js',
    () => write('package.json', '{ "dependencies": { "@tensorflow/tfjs": "4.23.0" } }'),
  ],
])('are due again after a change of %s', (_what, change) => {
  stampLongRuns(root, { quality: 1 });
  change();
  expect(areLongRunsDue(root)).toBe(true);
});

it('are not due for a change of what does not train', () => {
  stampLongRuns(root, { quality: 1 });
  write('src/ui/curve.ts', 'thicker');
  write('content/en/index.mdx', 'text');
  write('package.json', '{ "dependencies": { "@tensorflow/tfjs": "4.22.0", "svelte": "6" } }');
  expect(areLongRunsDue(root)).toBe(false);
});
