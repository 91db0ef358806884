/**
 * `npm run kernels`: compiles the AssemblyScript of the WASM kernels into
 * `src/engine/wasm/binaries/`. Four builds: with and without relaxed SIMD (one rounding for a
 * multiply-add), for memory of one thread and for memory shared by several.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

export const kernelFolder = join(import.meta.dirname, '../src/engine/wasm/binaries');

const variants = [false, true].flatMap((relaxed) =>
  [false, true].map((shared) => ({
    name: `kernels${relaxed ? '-relaxed' : ''}${shared ? '-shared' : ''}.wasm`,
    flags: [
      ...(relaxed ? ['--enable', 'relaxed-simd'] : []),
      // Memory may grow to the 4 GB that 32-bit addresses reach: 65,536 pages.
      ...(shared ? ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'] : []),
    ],
  })),
);

/** @returns each binary by its file name */
export async function compileKernels(): Promise<Map<string, Uint8Array>> {
  const binaries = new Map<string, Uint8Array>();
  for (const { name, flags } of variants) {
    const messages: string[] = [];
    const { error } = await asc.main(
      [
        'src/engine/wasm/assembly/index.ts',
        ...['--baseDir', join(import.meta.dirname, '..')],
        ...['-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort='],
        ...['--enable', 'simd', '--importMemory', '--noExportMemory', '--initialMemory', '1'],
        ...flags,
        ...['--outFile', name],
      ],
      {
        stderr: {
          write: (text) => {
            messages.push(String(text));
          },
        },
        writeFile: (file, contents) => {
          if (typeof contents !== 'string') binaries.set(file, contents);
        },
      },
    );
    if (error !== null) throw new Error(messages.join(''), { cause: error });
  }
  return binaries;
}

if (import.meta.main) {
  mkdirSync(kernelFolder, { recursive: true });
  for (const [name, binary] of await compileKernels()) {
    writeFileSync(join(kernelFolder, name), binary);
    console.log(`${name}: ${binary.length} bytes`);
  }
}
