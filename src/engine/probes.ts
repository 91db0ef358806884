/**
 * Which backends this device has, found out without loading any. A browser may answer an honest
 * question in any way – throw, reject, never settle, name nothing – and spoils that backend alone.
 */
import type { Localised } from '../language.ts';
import { sharing, type Sharing } from './wasm/sharing.ts';
import { NoAnswer, within } from './within.ts';

/** In order of preference. */
export const backendOrder = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type Backend = (typeof backendOrder)[number];

export interface BackendFinding {
  readonly id: Backend;
  /**
   * `slow`: it works, but on a software adapter, so it is used when asked for or when nothing else
   * is left. `unseen`: it was not looked for, since another one was asked for.
   */
  readonly state: 'good' | 'slow' | 'missing' | 'unseen';
  readonly reason: Localised;
}

type Found = Omit<BackendFinding, 'id'>;

/** Milliseconds that looking for one backend may take: a browser may have to start a process for it. */
export const probeLimit = 6000;

/** Of what a driver calls itself. */
const longestName = 120;

const softwareAdapter = /swiftshader|llvmpipe|software|basic render/i;

const missing = (zh: string, en: string): Found => ({ state: 'missing', reason: { zh, en } });

function nameFrom(parts: readonly unknown[]): string {
  const words = parts.filter((part) => typeof part === 'string').map((part) => part.trim());
  return words
    .filter((word) => word !== '')
    .join(' ')
    .slice(0, longestName);
}

/** @param emulated whether the browser itself says so; a name may say so too */
function adapterCalled(name: string, emulated: boolean): Found {
  const named = name !== '';
  if (!emulated && !softwareAdapter.test(name)) {
    const reason = named
      ? { zh: `显卡：${name}`, en: `adapter: ${name}` }
      : { zh: '显卡没有报出名称', en: 'an unnamed adapter' };
    return { state: 'good', reason };
  }
  const reason = named
    ? {
        zh: `显卡是软件模拟的（${name}），比 WASM 慢`,
        en: `the adapter is emulated in software (${name}), slower than WASM`,
      }
    : {
        zh: '显卡没有报出名称，是软件模拟的，比 WASM 慢',
        en: 'an unnamed adapter, emulated in software, slower than WASM',
      };
  return { state: 'slow', reason };
}

/** `info` is missing in older Chromium, which had a method for it and said here whether it is emulated. */
interface AnyAdapter {
  readonly info?: Partial<GPUAdapterInfo> | null;
  readonly isFallbackAdapter?: boolean;
  requestAdapterInfo?(): Promise<Partial<GPUAdapterInfo>>;
}

/** What an adapter says of itself; nothing where it says nothing. */
async function infoOf(adapter: AnyAdapter): Promise<Partial<GPUAdapterInfo>> {
  try {
    return adapter.info ?? (await adapter.requestAdapterInfo?.()) ?? {};
  } catch {
    return {};
  }
}

async function findWebGpu(): Promise<Found> {
  const gpu = typeof navigator === 'undefined' ? undefined : (navigator.gpu as GPU | undefined);
  if (!gpu) return missing('浏览器没有 WebGPU', 'this browser has no WebGPU');
  // As TensorFlow.js asks, and once more: a process that just starts may have none at first, and a
  // laptop on its battery only the small one.
  const adapter =
    (await gpu.requestAdapter({ powerPreference: 'high-performance' })) ??
    (await gpu.requestAdapter({ powerPreference: 'low-power' }));
  if (!adapter) {
    return missing(
      '浏览器有 WebGPU，但没有可用的显卡',
      'the browser has WebGPU but offers no graphics adapter',
    );
  }
  const { vendor, architecture, description, isFallbackAdapter } = await infoOf(adapter);
  const emulated = isFallbackAdapter ?? (adapter as AnyAdapter).isFallbackAdapter ?? false;
  return adapterCalled(nameFrom([vendor, architecture, description]), emulated);
}

const newContext = (): WebGL2RenderingContext | null =>
  new OffscreenCanvas(1, 1).getContext('webgl2');

function findWebGl(): Found {
  const context = typeof OffscreenCanvas === 'undefined' ? null : (newContext() ?? newContext());
  if (!context || context.isContextLost()) {
    return missing('训练线程里没有 WebGL 2', 'there is no WebGL 2 in the training worker');
  }
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = context.getParameter(
    extension?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER,
  );
  const colourBuffer = context.getExtension('EXT_color_buffer_float') !== null;
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return colourBuffer
    ? adapterCalled(nameFrom([renderer]), false)
    : missing(
        '这块显卡的 WebGL 不能写 32 位浮点数',
        "this adapter's WebGL cannot write 32-bit floats",
      );
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

function findWasm(): Found {
  return typeof WebAssembly === 'undefined'
    ? missing('浏览器没有 WebAssembly', 'this browser has no WebAssembly')
    : { state: 'good', reason: threadsReasons[sharing()] };
}

const probes: Readonly<Record<Backend, () => Found | Promise<Found>>> = {
  webgpu: findWebGpu,
  webgl: findWebGl,
  wasm: findWasm,
  cpu: () => ({
    state: 'good',
    reason: { zh: '总是可用，但最慢', en: 'always there, but the slowest' },
  }),
};

function whyNot(error: unknown): Found {
  if (error instanceof NoAnswer) {
    const seconds = error.milliseconds / 1000;
    return missing(
      `显卡 ${seconds} 秒没有应答`,
      `the adapter did not answer within ${seconds} seconds`,
    );
  }
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, longestName);
  return missing(`查看时浏览器出错：${detail}`, `looking for it failed in the browser: ${detail}`);
}

async function find(id: Backend): Promise<BackendFinding> {
  const found = await within(probeLimit, probes[id]).catch(whyNot);
  return { id, ...found };
}

const unseen: Found = { state: 'unseen', reason: { zh: '没有查看', en: 'not looked for' } };

/**
 * Looks for backends; cheap enough to do at every start.
 * @param wanted the only one to look for, or all of them
 */
export function findBackends(wanted: Backend | 'auto'): Promise<BackendFinding[]> {
  return Promise.all(
    backendOrder.map((id) =>
      wanted === 'auto' || wanted === id ? find(id) : Promise.resolve({ id, ...unseen }),
    ),
  );
}
