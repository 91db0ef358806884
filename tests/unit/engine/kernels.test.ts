/** What is committed of the WASM kernels is what their table and their AssemblyScript make. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileKernels, kernelFolder, kernelSources } from '../../../scripts/kernels.ts';
import { layouts } from '../../../src/engine/wasm/layouts.ts';
import { kernelTable, mostArguments, type KernelRow } from '../../../src/engine/wasm/table.ts';

describe('what is made from the table', () => {
  it('is up to date: npm run kernels', () => {
    for (const [path, source] of kernelSources()) {
      expect(readFileSync(path, 'utf8'), path).toBe(source);
    }
  });

  it('puts every argument in its own place', () => {
    for (const [kernel, row] of Object.entries<KernelRow>(kernelTable)) {
      const names = row.arguments.flatMap((run) => run.names);
      expect(new Set(names).size, kernel).toBe(names.length);
      expect(names.length, kernel).toBeLessThanOrEqual(mostArguments);
      const given = Object.fromEntries(names.map((name, place) => [name, 100 + place]));
      const { words, floats } = layouts[kernel as keyof typeof layouts];
      expect(words(given as never)).toEqual(names.map((_, place) => 100 + place));
      const types = row.arguments.flatMap(({ type, names }) => names.map(() => type));
      expect(floats).toEqual(types.flatMap((type, place) => (type === 'f32' ? [place] : [])));
    }
  });
});

it('the binaries are up to date: npm run kernels', async () => {
  const compiled = await compileKernels();
  expect(compiled.size).toBe(4);
  for (const [name, binary] of compiled) {
    const committed = readFileSync(join(kernelFolder, name));
    expect(committed.equals(binary), name).toBe(true);
  }
}, 60_000);
