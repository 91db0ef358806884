/**
 * Starting a backend, and noticing that its device is gone. Each is a chunk of its own, loaded only
 * when it is about to be used; which there are is found out in `probes.ts`, which one to use is
 * measured (`training/backend/probe.ts`).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Localised } from '../language.ts';
import type { Backend } from './probes.ts';
import type { Stopwatch } from './wasm/crew.ts';
import type { WasmPaths } from './wasm/index.ts';
import { NoAnswer, within } from './within.ts';

export interface EngineOptions {
  readonly wasmPaths: WasmPaths;
  /** Threads for WASM where memory can be shared. */
  readonly threads: number;
  /** By which fewer threads are taken where that is faster; all of them without one. */
  readonly stopwatch?: Stopwatch;
}

export interface ActiveBackend {
  readonly id: Backend;
  /** Of WASM; 1 elsewhere. */
  readonly threads: number;
  /** How it runs, where that is not as the probe says. */
  readonly note: Localised | null;
  /** Resolves when its device or context is lost. */
  readonly lost: Promise<void>;
}

/** Why a backend cannot be used. */
export class NotStarted extends Error {
  readonly reason: Localised;

  constructor(id: Backend, reason: Localised, cause?: unknown) {
    super(`The backend ${id} cannot be used: ${reason.en}.`, { cause });
    this.reason = reason;
  }
}

/** Milliseconds that starting one may take: what has to be fetched may come slowly. */
const startLimits: Readonly<Record<Backend, number>> = {
  webgpu: 20_000,
  webgl: 20_000,
  wasm: 60_000,
  cpu: 60_000,
};

/** How a backend runs, once it has become the current one. */
interface Started {
  readonly threads: number;
  readonly note: Localised | null;
}

/** What runs on one thread, as the probe says. */
const plainly: Started = { threads: 1, note: null };

/** The last part of starting, which waits for nothing: what is given up before it changes nothing. */
type Install = () => Promise<Started>;

const started = new Map<Backend, Started>();

async function make(id: Backend, options: EngineOptions): Promise<Install> {
  switch (id) {
    case 'webgpu': {
      const install = await (await import('./webgpu/index.ts')).makeWebGpu();
      return () => install().then(() => plainly);
    }
    case 'wasm':
      return (await import('./wasm/index.ts')).makeWasm(
        options.wasmPaths,
        options.threads,
        options.stopwatch ?? null,
      );
    case 'webgl':
      await import('./webgl/index.ts');
      break;
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
  }
  const before = tf.engine().backendName as string | null;
  return async () => {
    if (await tf.setBackend(id)) return plainly;
    // What was the current one still works.
    if (before !== null) await tf.setBackend(before);
    throw new Error(`TensorFlow.js could not start ${id}.`);
  };
}

async function start(id: Backend, options: EngineOptions): Promise<Started> {
  const before = started.get(id);
  if (before !== undefined) {
    await tf.setBackend(id);
    return before;
  }
  const install = await within(startLimits[id], () => make(id, options));
  const now = await install();
  started.set(id, now);
  return now;
}

/** Backends whose device or context is gone, and when each of them goes. */
const lost = new WeakSet<object>();
const losses = new WeakMap<object, Promise<void>>();

/** What a graphics backend computes with; neither is in its public types. */
interface Graphics {
  readonly device?: GPUDevice;
  readonly gpgpu?: { readonly gl: WebGL2RenderingContext };
}

/** @returns what resolves when the current backend loses its device or context */
function watchLoss(): Promise<void> {
  const backend = tf.backend() as tf.KernelBackend & Graphics;
  const known = losses.get(backend);
  if (known !== undefined) return known;
  const { device, gpgpu } = backend;
  const signal = new Promise((resolve) => {
    void device?.lost.then(resolve);
    gpgpu?.gl.canvas.addEventListener('webglcontextlost', resolve);
  });
  const loss = signal.then(() => void lost.add(backend));
  losses.set(backend, loss);
  return loss;
}

/**
 * Whether the current backend has lost its device or context: it can compute nothing any more, and
 * WebGL then reads zeros without a word, or is waited for in vain.
 */
export function isLost(): boolean {
  const backend = tf.backend() as tf.KernelBackend & Graphics;
  return lost.has(backend) || (backend.gpgpu?.gl.isContextLost() ?? false);
}

/** Milliseconds by which the news that a device is gone may be behind what failed for that. */
const lossDelay = 500;

/** As `isLost`, of a backend on which something has just failed: the reason may be told a little later. */
export async function turnsOutLost(): Promise<boolean> {
  const { device, gpgpu } = tf.backend() as tf.KernelBackend & Graphics;
  if (isLost() || !(device ?? gpgpu)) return isLost();
  await within(lossDelay, watchLoss).catch(() => {});
  return isLost();
}

/**
 * Starts a backend and makes it the current one; one that runs already only becomes the current one.
 * @throws NotStarted where it does not start in time, or has lost its device
 */
export async function startBackend(id: Backend, options: EngineOptions): Promise<ActiveBackend> {
  let how: Started;
  try {
    how = await start(id, options);
  } catch (error) {
    console.info(`The backend ${id} did not start.`, error);
    throw new NotStarted(id, whyNot(error), error);
  }
  if (isLost()) {
    throw new NotStarted(id, { zh: '显卡已经断开', en: 'its graphics device was lost' });
  }
  return { id, ...how, lost: watchLoss() };
}

function whyNot(error: unknown): Localised {
  if (!(error instanceof NoAnswer)) return { zh: '没能启动', en: 'it did not start' };
  const seconds = error.milliseconds / 1000;
  return {
    zh: `启动了 ${seconds} 秒还没有应答`,
    en: `it did not start within ${seconds} seconds`,
  };
}
