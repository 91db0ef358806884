/** The WASM backend with our own kernels and our own threads in it. */
import * as tf from '@tensorflow/tfjs-core';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import type { Localised } from '../../language.ts';
import { adoptBackend, makeBackend } from '../adopt.ts';
import { registerRecorder } from '../replay.ts';
import { chooseCrew, type Stopwatch } from './crew.ts';
import { Jobs } from './jobs.ts';
import { registerOwnKernels } from './kernels.ts';
import { catchingMemory, type WasmBackend } from './memory.ts';
import { createRecorder } from './recorder.ts';
import { registerPlainKernels } from './plain-kernels.ts';
import { sharing } from './sharing.ts';
import { Wasm } from './tensors.ts';

/** A folder ending in '/', or the address of each binary by its name. */
export type WasmPaths = Parameters<typeof wasm.setWasmPaths>[0];

const megabyte = 2 ** 20;

const lessMemory = (bytes: number): Localised => ({
  zh: `可用多线程；浏览器不肯给大块共享内存，最多用 ${bytes / megabyte} MB`,
  en: `threads are available; the browser refused a large shared memory, so ${bytes / megabyte} MB at most`,
});
const noThreads: Localised = {
  zh: '多线程没能启动，只用一个线程',
  en: 'threads could not be started, so one thread only',
};

const fewerThreads = (all: number, kept: number): Localised => ({
  zh: `试过 ${all} 个线程，${kept} 个更快`,
  en: `${all} threads were tried, and ${kept} ${kept === 1 ? 'is' : 'are'} faster`,
});

interface Made {
  readonly backend: tf.KernelBackend;
  readonly jobs: Jobs;
  readonly note: Localised | null;
}

/** @param threads more than one only where memory can be shared */
async function make(threads: number, stopwatch: Stopwatch | null): Promise<Made> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
  const { result: backend, limit } = await catchingMemory(() => makeBackend('wasm'));
  const jobs = await Jobs.start(backend as unknown as WasmBackend, threads);
  const all = jobs.threads;
  if (stopwatch !== null) chooseCrew(jobs, stopwatch);
  const notes = [
    all < threads && all === 1 ? noThreads : null,
    jobs.threads < all ? fewerThreads(all, jobs.threads) : null,
    limit === null ? null : lessMemory(limit),
  ];
  return { backend, jobs, note: notes.find((note) => note !== null) ?? null };
}

/**
 * Makes the backend: on one thread where it cannot be had with several.
 * @param threads used where memory can be shared
 * @param stopwatch by which fewer are taken where that is faster; all of them without one
 * @returns what makes it the current backend and says how it runs
 */
export async function makeWasm(
  paths: WasmPaths,
  threads: number,
  stopwatch: Stopwatch | null,
): Promise<() => Promise<{ threads: number; note: Localised | null }>> {
  wasm.setWasmPaths(paths);
  // The threads are ours; those of TensorFlow.js would only be in their way.
  wasm.setThreadsCount(1);
  const several = threads > 1 && sharing() === 'possible';
  const made = several
    ? await make(threads, stopwatch).catch(async (error: unknown) => {
        console.info('WASM did not start with threads.', error);
        return { ...(await make(1, null)), note: noThreads };
      })
    : await make(1, null);
  return async () => {
    const { backend, jobs, note } = made;
    await adoptBackend('wasm', backend);
    const ours = backend as unknown as WasmBackend;
    const context = new Wasm(ours, jobs);
    registerPlainKernels(context);
    registerOwnKernels(context);
    registerRecorder('wasm', createRecorder(ours, context));
    return { threads: jobs.threads, note };
  };
}
