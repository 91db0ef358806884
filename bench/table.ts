/** The results as Markdown, for README. */
import { contestants, referenceNames } from './contestants.ts';
import type { CountResult, Results, Row, SizeResult } from './results.ts';
import { cliffs, median } from './statistics.ts';
import { sweeps } from './tasks.ts';

/** Three significant digits, thousands separated. */
export function figure(value: number): string {
  const digits = value >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.max(value, 1e-3))));
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const names: ReadonlyMap<string, string> = new Map([
  ...Object.entries(referenceNames),
  ...contestants.map(({ id, name }) => [id, name] as const),
]);

const rowOf = (size: SizeResult | undefined, ...ids: readonly string[]): Row | undefined =>
  size?.rows
    .filter(({ contestant }) => ids.includes(contestant))
    .sort((a, b) => a.median - b.median)[0];

const times = (row: Row | undefined): string =>
  row === undefined ? '–' : `${figure(row.median)} (${figure(row.minimum)})`;
const ratio = (row: Row | undefined): string =>
  typeof row?.ratio === 'number' ? row.ratio.toFixed(2) : '–';

/** The greater of the two measured rates of a product, in 10⁹ operations a second. */
function peakOf({ peaks }: Pick<Results, 'peaks'>, isolated: boolean): number | null {
  const found = peaks.filter((peak) => peak.isolated === isolated).map(({ gflops }) => gflops);
  return found.length === 0 ? null : Math.max(...found);
}

function rate(results: Results, row: Row | undefined): string {
  if (row === undefined) return '–';
  const isolated = { ours: true, 'ours-single': false }[row.contestant];
  const peak = isolated === undefined ? null : peakOf(results, isolated);
  const share = peak === null ? '' : ` (${((100 * row.gflops) / peak).toFixed(0)} %)`;
  return `${figure(row.gflops)}${share}`;
}

function namedTable(results: Results): string {
  const [a, b] = ['A', 'B'].map((sweep) => results.sizes.find((one) => one.sweep === sweep));
  const order = [...names.keys()].filter((id) => rowOf(a, id) ?? rowOf(b, id));
  return table(
    ['', 'A: ms', '× PyTorch', 'GFLOP/s (of peak)', 'B: ms', '× PyTorch', 'GFLOP/s (of peak)'],
    order.map((id) => [
      names.get(id)!,
      ...[a, b].flatMap((size) => {
        const row = rowOf(size, id);
        return [times(row), ratio(row), rate(results, row)];
      }),
    ]),
  );
}

function sweepTable(results: Results): string {
  const { sizes } = results;
  return table(
    [
      '',
      'Parameters',
      'GFLOP',
      'PyTorch',
      'ours',
      '× PyTorch',
      'GFLOP/s (of peak)',
      'ours, one thread',
      '× PyTorch, one thread',
      'jax-js, best',
      '× ours',
    ],
    sizes.map((size) => {
      const ours = rowOf(size, 'ours');
      const single = rowOf(size, 'ours-single');
      const jax = rowOf(size, 'jax-main', 'jax-pool');
      return [
        size.sweep === size.label ? size.label : `${size.sweep}: ${size.label}`,
        size.parameters.toLocaleString('en'),
        figure(size.gflop),
        times(rowOf(size, 'torch')),
        times(ours),
        ratio(ours),
        rate(results, ours),
        times(single),
        ratio(single),
        times(jax),
        jax && ours ? (jax.median / ours.median).toFixed(1) : '–',
      ];
    }),
  );
}

/** Sizes whose throughput is below half of a neighbour's in the same sweep, in words. */
export function cliffSentences({ sizes }: Pick<Results, 'sizes'>): string[] {
  const of = (task: object) =>
    sizes.find((size) => JSON.stringify(size.task) === JSON.stringify(task));
  return sweeps
    .filter(({ ordered }) => ordered)
    .flatMap((sweep) =>
      ['ours', 'ours-single'].flatMap((id) => {
        const known = sweep.sizes.flatMap(({ label, task }) => {
          const row = rowOf(of(task), id);
          return row === undefined ? [] : [{ label, gflops: row.gflops }];
        });
        const rates = known.map(({ gflops }) => gflops);
        return cliffs(rates).map(
          (index) =>
            `${names.get(id)!}: ${sweep.name.split(',')[0]!}, ${known[index]!.label} runs at ${figure(rates[index]!)} GFLOP/s, less than half of its neighbour.`,
        );
      }),
    );
}

function countTable(counts: readonly CountResult[]): string {
  const cell = (one: CountResult) => [
    one.dispatches.toFixed(0),
    one.backend === 'webgpu' ? one.submits.toFixed(1) : '–',
    one.allocations.toFixed(1),
    figure(one.bytes / 1024),
  ];
  return table(
    [
      '',
      'Dispatches or programs',
      'Submits',
      'New buffers or textures',
      'KB to and from the adapter',
    ],
    counts.map((one) => [
      `${one.task}, ${one.engine === 'ours' ? 'ours' : 'plain operations'}, ${one.backend === 'webgpu' ? 'WebGPU' : 'WebGL'}`,
      ...cell(one),
    ]),
  );
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

function otherFigures({ memory, clicks, decoding }: Results): string[] {
  const lines: string[] = [];
  if (memory !== null) {
    const page =
      memory.page === null ? '' : `; the page with its workers ${megabytes(memory.page)}`;
    lines.push(`Memory in task B: WebAssembly ${megabytes(memory.wasm)} at its peak${page}.`);
  }
  for (const { context, cached, recomputed } of decoding) {
    const [fast, slow] = [median(cached), median(recomputed)];
    lines.push(
      `One more token of B's model at context ${context}, WASM: ${figure(fast)} ms with its cache of keys and values, ${figure(slow)} ms recomputing (${(slow / fast).toFixed(0)} times as long).`,
    );
  }
  for (const { page, milliseconds } of clicks) {
    const seconds = milliseconds.map((one) => one / 1000);
    lines.push(
      `From click to first step, \`${page}\`, WASM, nothing cached: ${figure(median(seconds))} s (fastest ${figure(Math.min(...seconds))} s).`,
    );
  }
  return lines;
}

/** @param plot address of the plot, relative to the text */
export function markdown(results: Results, plot: string): string {
  const { machine, versions, date, peaks, torch, adapters } = results;
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  const peak = peaks.map(
    ({ size, isolated, threads, gflops }) =>
      `${size}³ ${figure(gflops)} (${isolated ? `${threads} threads` : 'one thread'})`,
  );
  const found = cliffSentences(results);
  const emulated = adapters.filter(({ state }) => state === 'slow').map(({ id }) => id);
  return [
    `${date}; ${machine.processor}, ${machine.cores} cores, ${machine.system}; ${Object.entries(
      versions,
    )
      .map(([name, version]) => `${name} ${version}`)
      .join(
        ', ',
      )}. ${results.rounds} interleaved rounds of A and B, PyTorch before and after each; one for every other size. Milliseconds a step are medians, minima in brackets; × PyTorch is the median over the rounds of the ratio in the same round, for one thread with PyTorch held to one (\`OPENBLAS_NUM_THREADS=1\`).${
      torch === null ? ' There was no Python with PyTorch here, so the ratios are missing.' : ''
    }`,
    namedTable(results),
    list([
      `Operations are those of the matrix products, a multiplication and an addition each (\`bench/flops.ts\`). Peak: our own product of square matrices, GFLOP/s: ${peak.join(', ')}.`,
      ...otherFigures(results),
      ...(found.length === 0 && results.sizes.length > 2
        ? ['No size of the sweeps runs at less than half of the GFLOP/s of its neighbours.']
        : found),
      ...results.complaints,
    ]),
    `![Milliseconds a step against the parameters of the model, for every contestant](${plot})`,
    ...(results.counts.length === 0
      ? []
      : [
          `A step on a graphics adapter${emulated.length === 0 ? '' : ` (emulated in software here: ${emulated.join(', ')}; counts hold, timings would say nothing)`}; counted with narrow layers, whose width changes nothing about it:`,
          countTable(results.counts),
        ]),
    `<details><summary>All sizes</summary>\n\n${sweepTable(results)}\n\n</details>`,
  ].join('\n\n');
}

/** Puts a text between the markers `<!-- name -->` and `<!-- /name -->`. @throws Error where they are missing */
export function between(text: string, name: string, inner: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`There is no place marked ${open} … ${close}.`);
  return `${text.slice(0, start + open.length)}\n\n${inner}\n\n${text.slice(end)}`;
}
