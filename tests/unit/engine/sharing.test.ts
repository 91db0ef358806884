/** Threads are only asked for where the threaded build of TensorFlow.js can start. */
import { afterEach, expect, it, vi } from 'vitest';
import { sharing } from '../../../src/engine/wasm/sharing.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['possible', true, SharedArrayBuffer],
  ['not-isolated', false, undefined],
  ['not-isolated', undefined, SharedArrayBuffer],
  ['no-shared-memory', true, undefined],
] as const)('sharing is %s where crossOriginIsolated is %s', (expected, isolated, buffer) => {
  vi.stubGlobal('crossOriginIsolated', isolated);
  vi.stubGlobal('SharedArrayBuffer', buffer);
  expect(sharing()).toBe(expected);
});
