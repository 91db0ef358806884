/**
 * Which backends this device has, and starting one. Each backend is a chunk of its own, loaded only
 * when it is about to be used; which one to use is measured (`training/choice.ts`).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Localised } from '../language.ts';
import type { WasmPaths } from './wasm/index.ts';
import { sharing, type Sharing } from './wasm/sharing.ts';

/** In order of preference. */
export const backendOrder = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type Backend = (typeof backendOrder)[number];

export interface BackendFinding {
  readonly id: Backend;
  /** `slow`: it works, but on a software adapter, so it is used when asked for or when nothing else is left. */
  readonly state: 'good' | 'slow' | 'missing';
  readonly reason: Localised;
}

export interface EngineOptions {
  readonly wasmPaths: WasmPaths;
  /** Threads for WASM where memory can be shared. */
  readonly threads: number;
}

export interface ActiveBackend {
  readonly id: Backend;
  /** Of WASM; 1 elsewhere. */
  readonly threads: number;
  /** Resolves when its device or context is lost. */
  readonly lost: Promise<void>;
}

const softwareAdapter = /swiftshader|llvmpipe|software|basic render/i;

async function findWebGpu(): Promise<Omit<BackendFinding, 'id'>> {
  if (typeof navigator === 'undefined' || !('gpu' in navigator)) {
    return {
      state: 'missing',
      reason: { zh: '浏览器没有 WebGPU', en: 'this browser has no WebGPU' },
    };
  }
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (adapter === null) {
    return {
      state: 'missing',
      reason: {
        zh: '浏览器有 WebGPU，但没有可用的显卡',
        en: 'the browser has WebGPU but offers no graphics adapter',
      },
    };
  }
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
  if (adapter.info.isFallbackAdapter || softwareAdapter.test(name)) {
    return {
      state: 'slow',
      reason: {
        zh: `显卡是软件模拟的（${name}），比 WASM 慢`,
        en: `the adapter is emulated in software (${name}), slower than WASM`,
      },
    };
  }
  return { state: 'good', reason: { zh: `显卡：${name}`, en: `adapter: ${name}` } };
}

function findWebGl(): Omit<BackendFinding, 'id'> {
  const context =
    typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) {
    return {
      state: 'missing',
      reason: {
        zh: '训练线程里没有 WebGL 2',
        en: 'there is no WebGL 2 in the training worker',
      },
    };
  }
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(
    context.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER),
  );
  const colourBuffer = context.getExtension('EXT_color_buffer_float') !== null;
  context.getExtension('WEBGL_lose_context')?.loseContext();
  if (!colourBuffer) {
    return {
      state: 'missing',
      reason: {
        zh: '这块显卡的 WebGL 不能写 32 位浮点数',
        en: "this adapter's WebGL cannot write 32-bit floats",
      },
    };
  }
  if (softwareAdapter.test(renderer)) {
    return {
      state: 'slow',
      reason: {
        zh: `显卡是软件模拟的（${renderer}），比 WASM 慢`,
        en: `the adapter is emulated in software (${renderer}), slower than WASM`,
      },
    };
  }
  return { state: 'good', reason: { zh: `显卡：${renderer}`, en: `adapter: ${renderer}` } };
}

const threadsReasons: Readonly<Record<Sharing, Localised>> = {
  possible: { zh: '页面已隔离，可用多线程', en: 'the page is isolated, so threads are available' },
  'not-isolated': {
    zh: '页面没有跨源隔离，只能用一个线程',
    en: 'the page is not cross-origin isolated, so one thread only',
  },
  'no-shared-memory': {
    zh: '浏览器没有 SharedArrayBuffer，只能用一个线程',
    en: 'this browser has no SharedArrayBuffer, so one thread only',
  },
};

function findWasm(): Omit<BackendFinding, 'id'> {
  if (typeof WebAssembly === 'undefined') {
    return {
      state: 'missing',
      reason: { zh: '浏览器没有 WebAssembly', en: 'this browser has no WebAssembly' },
    };
  }
  return { state: 'good', reason: threadsReasons[sharing()] };
}

async function find(id: Backend): Promise<BackendFinding> {
  switch (id) {
    case 'webgpu':
      return { id, ...(await findWebGpu()) };
    case 'webgl':
      return { id, ...findWebGl() };
    case 'wasm':
      return { id, ...findWasm() };
    case 'cpu':
      return {
        id,
        state: 'good',
        reason: { zh: '总是可用，但最慢', en: 'always there, but the slowest' },
      };
  }
}

/** Looks at every backend without loading any; cheap enough to do at every start. */
export function findBackends(): Promise<BackendFinding[]> {
  return Promise.all(backendOrder.map(find));
}

async function load(id: Exclude<Backend, 'wasm'>): Promise<void> {
  switch (id) {
    case 'webgpu':
      await (await import('./webgpu/index.ts')).startWebGpu();
      return;
    case 'webgl':
      await import('./webgl/index.ts');
      return;
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
  }
}

async function start(id: Backend, options: EngineOptions): Promise<boolean> {
  if (id === 'wasm') {
    const { startWasm } = await import('./wasm/index.ts');
    return startWasm(options.wasmPaths, options.threads);
  }
  await load(id);
  if (!(await tf.setBackend(id))) return false;
  await tf.ready();
  return true;
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

/**
 * Starts a backend and makes it the current one; one that runs already only becomes the current one.
 * @returns null where it does not start, or has lost its device
 */
export async function startBackend(
  id: Backend,
  options: EngineOptions,
): Promise<ActiveBackend | null> {
  try {
    if (!(await start(id, options)) || isLost()) return null;
    const threads = id === 'wasm' ? (await import('./wasm/index.ts')).wasmThreads() : 1;
    return { id, threads, lost: watchLoss() };
  } catch (error) {
    console.info(`The backend ${id} did not start.`, error);
    return null;
  }
}

/** As `startBackend`, where there is no other way. @throws Error where it does not start */
export async function activateBackend(id: Backend, options: EngineOptions): Promise<ActiveBackend> {
  const active = await startBackend(id, options);
  if (active === null) throw new Error(`The backend ${id} did not start.`);
  return active;
}
