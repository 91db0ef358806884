/**
 * What a backend does when it can no longer compute: it ran out of memory, or refused what it was
 * told to do. WebGPU and WebGL go on after that as if nothing had happened, and read zeros or old
 * numbers, so their faults are collected here and asked for after every slice of training.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from './probes.ts';

export type FaultKind = 'out-of-memory' | 'refused';

/** The backend's own words are the message; what a reader can do about it stands in `training/run/failures.ts`. */
export class BackendFault extends Error {
  readonly backend: Backend;
  readonly kind: FaultKind;

  constructor(backend: Backend, kind: FaultKind, message: string) {
    super(message);
    this.name = 'BackendFault';
    this.backend = backend;
    this.kind = kind;
  }
}

/** How a backend that fails in silence is asked. */
export interface FaultSource {
  /** The first fault since the last call, without waiting for the device; null where there is none. */
  take(): BackendFault | null;
  /** Runs `work` and waits until the device has answered for all of it. @throws BackendFault */
  watch<T>(work: () => Promise<T>): Promise<T>;
  /** Bytes of the largest tensor that it can compute with. */
  largestTensor(): number;
}

const sources = new Map<string, FaultSource>();

export function registerFaults(backendName: string, source: FaultSource): void {
  sources.set(backendName, source);
}

/** @throws BackendFault where the current backend has reported one since it was last asked */
export function throwFault(): void {
  const fault = sources.get(tf.getBackend())?.take() ?? null;
  if (fault !== null) throw fault;
}

/** Leaves out what the current backend reported until now, which belongs to a run that is over. */
export function forgetFaults(): void {
  sources.get(tf.getBackend())?.take();
}

/** Bytes of the largest tensor that the current backend can compute with. */
export function largestTensor(): number {
  return sources.get(tf.getBackend())?.largestTensor() ?? Infinity;
}

/** Runs `work` on the current backend and throws whatever went wrong in it, late reports included. */
export async function withoutFaults<T>(work: () => Promise<T>): Promise<T> {
  const source = sources.get(tf.getBackend());
  return source === undefined ? work() : source.watch(work);
}
