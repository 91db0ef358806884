/** Looking for backends in browsers that answer in any way: each spoils one backend at most. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../../src/engine/probes.ts';
import { findBackends, probeLimit } from '../../../src/engine/probes.ts';

const info = { vendor: 'acme', architecture: 'one', description: '' };

/** What stands in for a browser's `WebGL2RenderingContext`. */
const context = (changes: object = {}) => ({
  RENDERER: 1,
  isContextLost: () => false,
  getExtension: (name: string) => ({ name, loseContext: () => {} }),
  getParameter: () => 'Acme One',
  ...changes,
});

const requestAdapter = vi.fn<(options?: object) => unknown>();
const getContext = vi.fn<() => unknown>();

beforeEach(() => {
  vi.useFakeTimers();
  requestAdapter.mockReset().mockResolvedValue({ info });
  getContext.mockReset().mockReturnValue(context());
  vi.stubGlobal('navigator', { gpu: { requestAdapter } });
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = getContext;
    },
  );
  vi.stubGlobal('crossOriginIsolated', true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function look(wanted: Backend | 'auto' = 'auto') {
  const looking = findBackends(wanted);
  await vi.advanceTimersByTimeAsync(probeLimit + 1);
  const findings = await looking;
  return {
    states: Object.fromEntries(findings.map(({ id, state }) => [id, state])),
    reason: (id: Backend) => findings.find((finding) => finding.id === id)!.reason,
  };
}

const allGood = { webgpu: 'good', webgl: 'good', wasm: 'good', cpu: 'good' };
const fail = (): never => {
  throw new Error('not today');
};

it('finds what is there, and says what it is called', async () => {
  const { states, reason } = await look();
  expect(states).toEqual(allGood);
  expect(reason('webgpu').en).toBe('adapter: acme one');
  expect(reason('webgl').zh).toBe('显卡：Acme One');
});

it('looks for nothing but what was asked for', async () => {
  requestAdapter.mockReturnValue(new Promise(() => {}));
  const { states, reason } = await look('wasm');
  expect(states).toEqual({ webgpu: 'unseen', webgl: 'unseen', wasm: 'good', cpu: 'unseen' });
  expect(reason('webgpu').en).toBe('not looked for');
  expect(requestAdapter).not.toHaveBeenCalled();
  expect(getContext).not.toHaveBeenCalled();
});

describe('a request for an adapter', () => {
  it.each([
    ['throws at once', fail, 'not today'],
    ['is refused', () => Promise.reject(new Error('not today')), 'not today'],
    ['is refused without an error', () => Promise.reject(new Error('')), 'failed'],
    ['never settles', () => new Promise(() => {}), 'did not answer within 6 seconds'],
    ['gives nothing at all', () => undefined, 'offers no graphics adapter'],
    ['gives none', () => Promise.resolve(null), 'offers no graphics adapter'],
  ])('that %s leaves the other backends unharmed', async (_, answer, why) => {
    requestAdapter.mockImplementation(answer);
    const { states, reason } = await look();
    expect(states).toEqual({ ...allGood, webgpu: 'missing' });
    expect(reason('webgpu').en).toContain(why);
    expect(reason('webgpu').zh).not.toBe('');
  });

  it('that gives none is made once more, for a frugal one', async () => {
    requestAdapter.mockResolvedValueOnce(null);
    expect((await look()).states).toEqual(allGood);
    expect(requestAdapter.mock.calls).toEqual([
      [{ powerPreference: 'high-performance' }],
      [{ powerPreference: 'low-power' }],
    ]);
  });

  it.each([
    ['has no info', {}],
    ['has an info that is null', { info: null }],
    ['says nothing', { info: { vendor: '', architecture: ' ', description: '' } }],
    ['says what makes no sense', { info: { vendor: 7, architecture: null } }],
    ['throws when it is asked', Object.defineProperty({}, 'info', { get: fail })],
    ['refuses to say', { requestAdapterInfo: () => Promise.reject(new Error('private')) }],
  ])('gives an adapter that %s: it is unnamed, without empty brackets', async (_, adapter) => {
    requestAdapter.mockResolvedValue(adapter);
    const { states, reason } = await look();
    expect(states).toEqual(allGood);
    expect(reason('webgpu').en).toBe('an unnamed adapter');
    expect(reason('webgpu').zh).not.toMatch(/：$|（）/);
  });

  it('gives an adapter of an older browser, which is asked by a method', async () => {
    requestAdapter.mockResolvedValue({ requestAdapterInfo: () => Promise.resolve(info) });
    expect((await look()).reason('webgpu').en).toBe('adapter: acme one');
  });

  it.each([
    ['its name', { info: { ...info, description: 'SwiftShader' } }, 'one SwiftShader'],
    ['its info', { info: { isFallbackAdapter: true } }, 'unnamed'],
    ['an older browser', { isFallbackAdapter: true }, 'unnamed'],
  ])('gives an emulated adapter, by %s', async (_, adapter, name) => {
    requestAdapter.mockResolvedValue(adapter);
    const { states, reason } = await look();
    expect(states).toEqual({ ...allGood, webgpu: 'slow' });
    expect(reason('webgpu').en).toContain(name);
    expect(reason('webgpu').en).not.toContain('()');
  });

  it('gives an adapter with a name without end, which is cut', async () => {
    requestAdapter.mockResolvedValue({ info: { vendor: 'x'.repeat(10_000) } });
    expect((await look()).reason('webgpu').en.length).toBeLessThan(200);
  });
});

/** It answers at once or blocks the thread, so there is no waiting to be ended. */
describe('a WebGL context', () => {
  it.each([
    ['throws', fail, 'not today'],
    ['is never given', () => null, 'there is no WebGL 2'],
    ['is none', () => ({}), 'failed'],
    ['is lost at once', () => context({ isContextLost: () => true }), 'there is no WebGL 2'],
    ['cannot write floats', () => context({ getExtension: () => null }), '32-bit floats'],
  ])('that %s leaves the other backends unharmed', async (_, answer, why) => {
    getContext.mockImplementation(answer);
    const { states, reason } = await look();
    expect(states).toEqual({ ...allGood, webgl: 'missing' });
    expect(reason('webgl').en).toContain(why);
  });

  it('that is not given at first is asked for once more', async () => {
    getContext.mockReturnValueOnce(null);
    expect((await look()).states).toEqual(allGood);
  });

  it('without a name is unnamed', async () => {
    getContext.mockReturnValue(context({ getParameter: () => null }));
    expect((await look()).reason('webgl').en).toBe('an unnamed adapter');
  });
});

it('has plain JavaScript where nothing else is left', async () => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('OffscreenCanvas', undefined);
  vi.stubGlobal('WebAssembly', undefined);
  const { states, reason } = await look();
  expect(states).toEqual({ webgpu: 'missing', webgl: 'missing', wasm: 'missing', cpu: 'good' });
  expect(reason('webgpu').en).toBe('this browser has no WebGPU');
  expect(reason('wasm').en).toBe('this browser has no WebAssembly');
});

it.each([
  [true, SharedArrayBuffer, 'so threads are available'],
  [false, undefined, 'not cross-origin isolated'],
  [undefined, SharedArrayBuffer, 'not cross-origin isolated'],
  [true, undefined, 'no SharedArrayBuffer'],
])('says whether WASM has threads: isolated %s', async (isolated, buffer, why) => {
  vi.stubGlobal('crossOriginIsolated', isolated);
  vi.stubGlobal('SharedArrayBuffer', buffer);
  const { states, reason } = await look();
  expect(states['wasm']).toBe('good');
  expect(reason('wasm').en).toContain(why);
});
