/** Who runs, where, and on which sizes. */
import type { Backend, Engine } from './page/protocol.ts';
import { plotted, taskA, taskB, type Task } from './tasks.ts';

/** PyTorch on all cores, which ours on all cores is compared with, or on one, like ours without isolation. */
export type Reference = 'torch' | 'torch-single';

/**
 * V8 joins pairs of 128-bit instructions of WebAssembly into 256-bit ones with this flag, which
 * Chromium does not set.
 */
export const wideFlag = '--wasm-revectorize';

export interface Contestant {
  readonly id: string;
  readonly name: string;
  readonly engine: Engine;
  readonly backend: Backend;
  readonly isolated: boolean;
  /** `all`: as many as there are cores. */
  readonly threads: 'all' | 1;
  readonly reference: Reference;
  /** `steady`: many steps after a warm-up. `slow`: a few. `once`: a few, in the first round only. */
  readonly pace: 'steady' | 'slow' | 'once';
  readonly runs: (task: Task) => boolean;
  /** In a browser with V8's 256-bit instructions. */
  readonly wide?: true;
}

const everything = (): boolean => true;
const named = (task: Task): boolean => task === taskA || task === taskB;
/** What only ours and PyTorch have. */
const extended = (task: Task): boolean =>
  task.kind === 'gpt' && (task.positions === 'rotary' || task.dropout > 0);
const plottedTasks = [plotted.lstm, plotted.gpt].flatMap(({ sizes }) =>
  sizes.map(({ task }) => JSON.stringify(task)),
);
const inPlot = (task: Task): boolean => plottedTasks.includes(JSON.stringify(task));

const wasm = { backend: 'wasm', isolated: true, threads: 'all', reference: 'torch' } as const;
const gpu = { engine: 'ours', isolated: true, threads: 1, reference: 'torch' } as const;

export const contestants = [
  {
    id: 'ours',
    name: 'ours, WASM, isolated',
    engine: 'ours',
    pace: 'steady',
    ...wasm,
    runs: everything,
  },
  {
    id: 'ours-single',
    name: 'ours, WASM, not isolated (one thread)',
    engine: 'ours',
    backend: 'wasm',
    isolated: false,
    threads: 1,
    reference: 'torch-single',
    pace: 'steady',
    runs: everything,
  },
  {
    id: 'ours-wide',
    name: `ours, WASM, isolated, \`${wideFlag}\``,
    engine: 'ours',
    pace: 'steady',
    wide: true,
    ...wasm,
    runs: inPlot,
  },
  {
    id: 'ours-webgpu',
    name: 'ours, WebGPU',
    backend: 'webgpu',
    pace: 'steady',
    ...gpu,
    runs: everything,
  },
  {
    id: 'ours-webgl',
    name: 'ours, WebGL',
    backend: 'webgl',
    pace: 'slow',
    ...gpu,
    runs: named,
  },
  {
    id: 'jax-main',
    name: 'jax-js, WASM, in the page',
    engine: 'jax-main',
    pace: 'steady',
    ...wasm,
    // With its workers it is slower here, and the other way round for the next one.
    runs: (task) => task.kind === 'lstm' || named(task),
  },
  {
    id: 'jax-pool',
    name: 'jax-js, WASM, its workers',
    engine: 'jax-pool',
    pace: 'steady',
    ...wasm,
    runs: (task) => (task.kind === 'gpt' && !extended(task)) || named(task),
  },
  {
    id: 'plain',
    name: 'TensorFlow.js, plain operations, WASM',
    engine: 'plain',
    ...wasm,
    pace: 'slow',
    runs: inPlot,
  },
  {
    id: 'layers',
    name: 'TensorFlow.js, tf.layers, WASM',
    engine: 'layers',
    pace: 'slow',
    ...wasm,
    runs: (task) => task === taskA,
  },
  {
    id: 'ours-cpu',
    name: 'ours, plain JavaScript',
    engine: 'ours',
    backend: 'cpu',
    isolated: true,
    threads: 1,
    reference: 'torch',
    pace: 'once',
    runs: named,
  },
] as const satisfies readonly Contestant[];

export const referenceNames: Readonly<Record<Reference, string>> = {
  torch: 'PyTorch, CPU',
  'torch-single': 'PyTorch, CPU, one thread',
};
