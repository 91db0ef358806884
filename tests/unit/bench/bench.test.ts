/** The parts of the bench that compute rather than measure. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { squareFlops, stepFlops } from '../../../bench/flops.ts';
import { plot, ticks } from '../../../bench/plot.ts';
import type { Results, Row } from '../../../bench/results.ts';
import { sizeResult } from '../../../bench/rounds.ts';
import { cliffs, median, pairedRatio } from '../../../bench/statistics.ts';
import { between, cliffSentences, figure, markdown, table } from '../../../bench/table.ts';
import { parameterCount, plotted, sweeps, taskA, taskB } from '../../../bench/tasks.ts';

test('the operations of A are those counted by hand', () => {
  // 64 × 12 rows a side: gates from 64 inputs and 128 states, 512 wide; the head 128 × 32.
  const side = 768 * (64 + 128) * 512 * 2;
  const head = 768 * 128 * 32 * 2;
  expect(stepFlops(taskA)).toBe(3 * (2 * side + head));
  expect(stepFlops(taskA)).toBe(924_844_032);
});

test('the operations of B are those counted by hand', () => {
  // 16 × 64 rows; a block has 12 matrices of 128 × 128, and 64 · 65 / 2 pairs of positions to look at.
  const matrices = 1024 * 12 * 128 * 128 * 2;
  const attention = 16 * ((64 * 65) / 2) * 128 * 2 * 2;
  const head = 1024 * 128 * 128 * 2;
  expect(stepFlops(taskB)).toBe(3 * (4 * (matrices + attention) + head));
});

test('attention adds its scores, the weighted sum and the combination to the operations of an LSTM', () => {
  const tiny = { ...taskA, hidden: 3, length: 2, batch: 1 };
  const added = (attention: 'dot' | 'additive') =>
    (stepFlops({ ...tiny, attention }) - stepFlops(tiny)) / 3;
  const context = 2 * 2 * 3 * 2;
  const combine = 2 * 6 * 3 * 2;
  expect(added('dot')).toBe(context + context + combine);
  const projections = 2 * (2 * 3 * 3 * 2);
  const scores = 4 * 3 * 2;
  expect(added('additive')).toBe(projections + scores + context + combine);
});

test('a product of squares takes 2 n³ operations', () => {
  expect(squareFlops(1024)).toBe(2 ** 31);
});

test('the parameters of A and B are those counted by hand', () => {
  expect(parameterCount(taskA)).toBe(2 * 32 * 64 + 2 * (192 * 512 + 512) + 128 * 32 + 32);
  const block = 12 * 128 * 128 + 9 * 128 + 4 * 128;
  expect(parameterCount(taskB)).toBe((128 + 64 + 128) * 128 + 4 * block + 256);
});

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([9, 1, 4])).toBe(4);
  expect(median([9, 1, 4, 5])).toBe(4.5);
  expect(() => median([])).toThrow('median');
});

test('a ratio does not change when the machine slows down for a round', () => {
  const seed = 11;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.5, max: 20, noNaN: true }), { minLength: 1, maxLength: 5 }),
      (speeds) => {
        const ours = speeds.map((speed) => 30 * speed);
        const around = speeds.map((speed) => [10 * speed, 30 * speed] as const);
        expect(pairedRatio(ours, around)).toBeCloseTo(1.5, 10);
      },
    ),
    { seed },
  );
});

test('a cliff is a throughput below half of a neighbour’s', () => {
  expect(cliffs([10, 4, 9, 5, 9])).toEqual([1]);
  expect(cliffs([10, 20.1])).toEqual([0]);
  expect(cliffs([7])).toEqual([]);
});

test('every sweep has sizes that the models accept, each with a label of its own', () => {
  for (const { sizes } of sweeps) {
    expect(new Set(sizes.map(({ label }) => label)).size).toBe(sizes.length);
    for (const { task } of sizes) {
      if (task.kind === 'gpt') expect(task.width % task.heads).toBe(0);
    }
  }
});

const row = (contestant: string, median: number, gflops: number): Row => ({
  contestant,
  median,
  minimum: median / 2,
  steps: 5,
  ratio: 0.5,
  gflops,
  parameters: 1,
  firstLoss: 3,
  lastLoss: 2,
});
const rates = [4, 10, 40, 45, 50];
const results: Results = {
  date: '2026-01-01',
  machine: { processor: 'a processor', cores: 2, system: 'Linux 6' },
  versions: { Chromium: '1' },
  adapters: [{ id: 'webgpu', state: 'slow', reason: '' }],
  torch: '2.0',
  rounds: 1,
  peaks: [{ size: 1024, isolated: true, threads: 2, gflops: 80 }],
  sizes: [
    sizeResult('A', 'A', taskA, [row('torch', 20, 40), row('ours', 16, 40)]),
    ...plotted.lstm.sizes
      .filter(({ label }) => label !== `hidden ${taskA.hidden}`)
      .map(({ label, task }, i) =>
        sizeResult('LSTM', label, task, [row('ours', 10 * (i + 1), [4, 10, 45, 50][i]!)]),
      ),
  ],
  counts: [
    {
      task: 'A',
      engine: 'ours',
      backend: 'webgpu',
      firstLoss: 3,
      lastLoss: 2,
      dispatches: 90,
      submits: 1,
      allocations: 0,
      bytes: 2048,
    },
  ],
  memory: { wasm: 100 * 2 ** 20, page: null },
  decoding: [{ context: 256, cached: [2, 3, 4], recomputed: [60, 61, 59] }],
  clicks: [{ page: '/lab/', milliseconds: [900, 1200, 1000] }],
  complaints: [],
};

test('the table gives medians, minima, ratios and the share of the peak', () => {
  const text = markdown(results, 'steps.svg');
  expect(text).toContain('| ours, WASM, isolated | 16.0 (8.00) | 0.50 | 40.0 (50 %) | – | – | – |');
  expect(text).toContain('| A, ours, WebGPU | 90 | 1.0 | 0.0 | 2.00 |');
  expect(text).toContain('nothing cached: 1.00 s (fastest 0.900 s)');
  expect(text).toContain('context 256, WASM: 3.00 ms with its cache');
  expect(text).toContain('(20 times as long)');
  expect(text).toContain('WebAssembly 100 MB at its peak');
});

test('a cliff in a sweep is named, in the order of size and not of measuring', () => {
  expect(rates[0]! < rates[1]! / 2 && rates[1]! < rates[2]! / 2).toBe(true);
  expect(cliffSentences(results)).toEqual([
    'ours, WASM, isolated: LSTM, hidden 32 runs at 4.00 GFLOP/s, less than half of its neighbour.',
    'ours, WASM, isolated: LSTM, hidden 64 runs at 10.0 GFLOP/s, less than half of its neighbour.',
  ]);
});

test('every row of a Markdown table has as many cells as its head', () => {
  const lines = table(['a', 'b'], [['1', '2']]).split('\n');
  expect(lines).toEqual(['| a | b |', '| --- | --- |', '| 1 | 2 |']);
});

test('figures have three significant digits', () => {
  expect([0.0123, 1.234, 12.34, 123.4, 1234].map(figure)).toEqual([
    '0.0123',
    '1.23',
    '12.3',
    '123',
    '1,234',
  ]);
});

test('a text is put between its markers, again and again, and nowhere else', () => {
  const once = between('a <!-- x --> old <!-- /x --> b', 'x', 'new');
  expect(once).toBe('a <!-- x -->\n\nnew\n\n<!-- /x --> b');
  expect(between(once, 'x', 'new')).toBe(once);
  expect(() => between('nothing', 'x', 'new')).toThrow('<!-- x -->');
});

test('the plot draws a line for every contestant that has results, and a legend for each', () => {
  const svg = plot(results.sizes);
  expect(svg.match(/<circle/g)).toHaveLength(6);
  expect(svg).toContain('ours, WASM, isolated');
  expect(svg).not.toContain('jax-js');
  expect(svg).not.toContain('NaN');
});

test('the ticks of an axis are round numbers within it', () => {
  expect(ticks(3, 3000)).toEqual([10, 100, 1000]);
  expect(ticks(3, 60)).toEqual([10, 5, 20, 50].sort((a, b) => a - b));
});
