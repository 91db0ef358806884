/**
 * Which backends this device has, which one to use and why. Each backend is a chunk of its own,
 * loaded only when it is about to be used.
 */
import * as tf from '@tensorflow/tfjs-core';
import { ReaderError, type Localised } from '../language.ts';
import type { WasmPaths } from './wasm/index.ts';

/** In order of preference. */
export const backendOrder = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type Backend = (typeof backendOrder)[number];

export interface BackendFinding {
  readonly id: Backend;
  /** `slow`: it works, but on a software adapter, so it is used only when asked for. */
  readonly state: 'good' | 'slow' | 'missing';
  readonly reason: Localised;
}

export interface EngineOptions {
  readonly wasmPaths: WasmPaths;
  /** Threads for WASM where the page is cross-origin isolated. */
  readonly threads: number;
}

export interface ActiveBackend {
  readonly id: Backend;
  readonly threads: number;
  readonly findings: readonly BackendFinding[];
  /** Why this one. */
  readonly reason: Localised;
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

function findWasm(): Omit<BackendFinding, 'id'> {
  if (typeof WebAssembly === 'undefined') {
    return {
      state: 'missing',
      reason: { zh: '浏览器没有 WebAssembly', en: 'this browser has no WebAssembly' },
    };
  }
  return typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated
    ? {
        state: 'good',
        reason: {
          zh: '页面已隔离，可用多线程',
          en: 'the page is isolated, so threads are available',
        },
      }
    : {
        state: 'good',
        reason: {
          zh: '页面没有跨源隔离，只能用一个线程',
          en: 'the page is not cross-origin isolated, so one thread only',
        },
      };
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
  try {
    if (id === 'wasm') {
      const { startWasm } = await import('./wasm/index.ts');
      return await startWasm(options.wasmPaths, options.threads);
    }
    await load(id);
    if (!(await tf.setBackend(id))) return false;
    await tf.ready();
    return true;
  } catch (error) {
    console.info(`The backend ${id} did not start.`, error);
    return false;
  }
}

const noBackend: Localised = {
  zh: '没有一个计算后端能启动。',
  en: 'No compute backend could be started.',
};

/**
 * Starts the backend asked for, or with `auto` the first good one in the order of preference.
 * @throws ReaderError where the backend asked for is not there or does not start
 */
export async function activateBackend(
  choice: Backend | 'auto',
  options: EngineOptions,
): Promise<ActiveBackend> {
  const findings = await findBackends();
  const failed = new Map<Backend, BackendFinding>();
  const result = async (id: Backend, reason: Localised): Promise<ActiveBackend> => ({
    id,
    threads: id === 'wasm' ? (await import('./wasm/index.ts')).wasmThreads() : 1,
    findings: findings.map((finding) => failed.get(finding.id) ?? finding),
    reason,
  });

  if (choice !== 'auto') {
    const { state, reason } = findings.find((finding) => finding.id === choice)!;
    if (state === 'missing' || !(await start(choice, options))) {
      const why: Localised =
        state === 'missing' ? reason : { zh: '它没能启动', en: 'it did not start' };
      throw new ReaderError('backend-missing', {
        zh: `这台设备用不了你选的后端 ${choice}：${why.zh}。请改用“自动”。`,
        en: `The backend you chose, ${choice}, cannot be used here: ${why.en}. Choose “automatic” instead.`,
      });
    }
    return result(choice, { zh: '由你指定', en: 'chosen by you' });
  }
  for (const { id, state } of findings) {
    if (state !== 'good') continue;
    if (await start(id, options)) {
      return result(id, {
        zh: '可用的后端里排在最前',
        en: 'the first in order of preference that works well here',
      });
    }
    failed.set(id, { id, state: 'missing', reason: { zh: '没能启动', en: 'did not start' } });
  }
  throw new ReaderError('no-backend', noBackend);
}
