/** The training worker: one session behind the protocol. */
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { findBackends } from '../../engine/probes.ts';
import { ReaderError } from '../../language.ts';
import { givePulse, isPulse } from '../../pulse.ts';
import { createChoiceStore } from '../backend/store.ts';
import { readEvent, requestSchema, type RunEvent } from './protocol.ts';
import { selfCheck } from '../backend/check.ts';
import { buffersOf } from './snapshot.ts';
import { Session } from './session.ts';

const maxThreads = 8;

/**
 * Whether there may be fewer cores than the browser says: WebKit, and Firefox where it guards against
 * being recognised, say 4 or 8 of any machine. Chromium, which alone has `userAgentData`, does not.
 */
const doubtful = !('userAgentData' in navigator) && [4, 8].includes(navigator.hardwareConcurrency);

/** Milliseconds that `work` takes. */
function stopwatch(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** One turn of the event loop, without the 4 ms that nested timeouts cost. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function loadAsset(name: string, base: string): Promise<string> {
  try {
    const response = await fetch(new URL(`data/${name}`, base));
    if (response.ok) return await response.text();
    throw new ReaderError('asset', {
      zh: `数据文件 ${name} 没能取到：网站答复 ${response.status}。请过一会儿重新训练。`,
      en: `The data file ${name} could not be fetched: the site answered ${response.status}. Train again in a while.`,
    });
  } catch (error) {
    if (error instanceof ReaderError) throw error;
    throw new ReaderError('asset', {
      zh: `数据文件 ${name} 没能取到；请检查网络后重新训练。`,
      en: `The data file ${name} could not be fetched; check the network and train again.`,
    });
  }
}

/** @throws Error where the page could not read it; the session then fails in a sentence */
function post(event: RunEvent): void {
  const fitting = readEvent(event);
  if (fitting instanceof Error) throw fitting;
  const buffers = fitting.type === 'snapshot' ? buffersOf(fitting.snapshot) : [];
  self.postMessage(fitting, { transfer: buffers });
}

const session = new Session({
  post,
  now: () => performance.now(),
  date: () => Date.now(),
  breathe,
  engine: {
    wasmPaths: {
      'tfjs-backend-wasm.wasm': plain,
      'tfjs-backend-wasm-simd.wasm': simd,
      'tfjs-backend-wasm-threaded-simd.wasm': threaded,
    },
    threads: Math.min(maxThreads, Math.max(1, navigator.hardwareConcurrency)),
    ...(doubtful ? { stopwatch } : {}),
  },
  findBackends,
  loadAsset,
  selfCheck,
  choices: createChoiceStore(),
  // The name of this file changes with what is in it.
  device: `${navigator.userAgent}, ${navigator.hardwareConcurrency} cores, ${self.location.pathname}`,
});

self.addEventListener('message', ({ data }: MessageEvent) => {
  if (!isPulse(data)) void session.handle(requestSchema.parse(data));
});
givePulse();
