/**
 * `npm run kernels`: writes what both sides of the WASM boundary say about the kernels, from
 * `src/engine/wasm/table.ts`, and compiles their AssemblyScript into `src/engine/wasm/binaries/`.
 * Four builds: with and without relaxed SIMD (one rounding for a multiply-add), for memory of one
 * thread and for memory shared by several.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { kernelTable, type KernelRow } from '../src/engine/wasm/table.ts';

const root = join(import.meta.dirname, '..');
export const kernelFolder = join(root, 'src/engine/wasm/binaries');

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

const rows = Object.entries<KernelRow>(kernelTable);
const made = (what: string): string =>
  `/** Made by \`npm run kernels\` from \`table.ts\`: ${what} */\n`;
const classOf = (kernel: string): string =>
  `${kernel[0]!.toUpperCase()}${kernel.slice(1)}Arguments`;
const namesOf = (row: KernelRow): string[] => row.arguments.flatMap(({ names }) => names);

/** AssemblyScript: a class for the arguments of each kernel, as they lie in memory. */
function argumentClasses(): string {
  const classes = rows.map(([kernel, row]) => {
    const fields = row.arguments.map(
      ({ type, names }) => `  ${names.map((name) => `${name}: ${type};`).join(' ')}\n`,
    );
    return `\n@unmanaged\nexport class ${classOf(kernel)} {\n${fields.join('')}}\n`;
  });
  return made('what each kernel is given, as it lies in memory.') + classes.join('');
}

/** AssemblyScript: the kernel of a number. */
function dispatch(): string {
  const ops = [...new Set(rows.map(([, { op }]) => op))];
  const imports = ops.map((op) => {
    const kernels = rows.flatMap(([kernel, row]) => (row.op === op ? [kernel] : []));
    return `import { ${kernels.join(', ')} } from '../../ops/${op}/assembly';\n`;
  });
  const classes = rows.map(([kernel]) => `  ${classOf(kernel)},\n`);
  const cases = rows.map(([kernel, { takes }], number) => {
    const given = [`changetype<${classOf(kernel)}>(p)`, ...takes].join(', ');
    return `    case ${number}: ${kernel}(${given}); break;\n`;
  });
  return `${made('the kernel of a number.')}${imports.join('')}import {
${classes.join('')}} from './arguments';

/** @param p where its arguments lie @param scratch the thread's own memory */
export function compute(kernel: i32, p: usize, chunk: i32, scratch: usize): void {
  switch (kernel) {
${cases.join('')}    default: unreachable();
  }
}
`;
}

/** TypeScript: the same numbers, names and places. */
function layouts(): string {
  const types = rows.map(
    ([kernel, row]) =>
      `  readonly ${kernel}: Of<${namesOf(row)
        .map((name) => `'${name}'`)
        .join(' | ')}>;\n`,
  );
  const entries = rows.map(([kernel, row], number) => {
    const floats = row.arguments
      .flatMap(({ type, names }) => names.map(() => type))
      .flatMap((type, place) => (type === 'f32' ? [place] : []));
    const names = namesOf(row).join(', ');
    return `  ${kernel}: { kernel: ${number}, floats: [${floats.join(', ')}], words: ({ ${names} }) => [${names}] },\n`;
  });
  return `${made('what each kernel is given, by name, and where that lies.')}
type Of<Name extends string> = Readonly<Record<Name, number>>;

export interface KernelArguments {
${types.join('')}}

export type KernelName = keyof KernelArguments;

export interface Layout<A> {
  readonly kernel: number;
  /** The places of floats; everything else is an integer. */
  readonly floats: readonly number[];
  /** The arguments in the order in which they lie in memory, 32 bits each. */
  readonly words: (given: A) => readonly number[];
}

export const layouts: { readonly [K in KernelName]: Layout<KernelArguments[K]> } = {
${entries.join('')}};
`;
}

/** @returns the sources that are made from the table, by their paths */
export const kernelSources = (): Map<string, string> =>
  new Map([
    [join(root, 'src/engine/wasm/assembly/arguments.ts'), argumentClasses()],
    [join(root, 'src/engine/wasm/assembly/compute.ts'), dispatch()],
    [join(root, 'src/engine/wasm/layouts.ts'), layouts()],
  ]);

const commonFlags = `-O3 --runtime stub --noAssert --use abort= --enable simd
  --importMemory --noExportMemory --initialMemory 1`.split(/\s+/);

/** Compiles the sources as they are. @returns each binary by its file name */
export async function compileKernels(): Promise<Map<string, Uint8Array>> {
  const binaries = new Map<string, Uint8Array>();
  for (const { name, flags } of variants) {
    const messages: string[] = [];
    const { error } = await asc.main(
      [
        'src/engine/wasm/assembly/index.ts',
        '--baseDir',
        root,
        ...commonFlags,
        ...flags,
        '--outFile',
        name,
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
  for (const [path, source] of kernelSources()) writeFileSync(path, source);
  mkdirSync(kernelFolder, { recursive: true });
  for (const [name, binary] of await compileKernels()) {
    writeFileSync(join(kernelFolder, name), binary);
    console.log(`${name}: ${binary.length} bytes`);
  }
}
