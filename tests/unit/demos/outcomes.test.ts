/** Every kind of learning has what its panel shows, in a file called like it. */
import { expect, test } from 'vitest';
import { kinds } from '../../../src/training/kinds/index.ts';

test('there is an outcome for each kind, and for nothing else', () => {
  const files = Object.keys(import.meta.glob('../../../src/demos/run/outcomes/*.svelte'));
  const names = files.map((file) => /([^/]+)\.svelte$/.exec(file)![1]!);
  expect(names.sort()).toEqual(Object.keys(kinds).sort());
});
