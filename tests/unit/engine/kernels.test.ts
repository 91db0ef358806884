/** The committed WASM kernels are what their AssemblyScript compiles to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileKernels, kernelFolder } from '../../../scripts/kernels.ts';

it('the binaries are up to date: npm run kernels', async () => {
  const compiled = await compileKernels();
  expect(compiled.size).toBe(4);
  for (const [name, binary] of compiled) {
    const committed = readFileSync(join(kernelFolder, name));
    expect(committed.equals(binary), name).toBe(true);
  }
}, 60_000);
