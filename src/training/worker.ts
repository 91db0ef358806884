/** The training worker: one session behind the protocol. */
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { findBackends } from '../engine/probes.ts';
import { ReaderError } from '../language.ts';
import { createChoiceStore } from './choice-store.ts';
import { eventSchema, requestSchema } from './protocol.ts';
import { selfCheck } from './self-check.ts';
import { Session } from './session.ts';

const maxThreads = 8;

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
  const response = await fetch(new URL(`data/${name}`, base)).catch(() => null);
  if (response === null || !response.ok) {
    throw new ReaderError('asset', {
      zh: `数据文件 ${name} 没能取到；请检查网络后重新训练。`,
      en: `The data file ${name} could not be fetched; check the network and train again.`,
    });
  }
  return response.text();
}

const session = new Session({
  post: (event) => self.postMessage(eventSchema.parse(event)),
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
  },
  findBackends,
  loadAsset,
  selfCheck,
  choices: createChoiceStore(),
  // The name of this file changes with what is in it.
  device: `${navigator.userAgent}, ${navigator.hardwareConcurrency} cores, ${self.location.pathname}`,
});

self.addEventListener('message', (event: MessageEvent) => {
  void session.handle(requestSchema.parse(event.data));
});

// The page watches this lock: it is free again only when this worker is gone.
if ('locks' in navigator) {
  void navigator.locks.request(self.name, () => {
    self.postMessage('alive');
    return new Promise<never>(() => {});
  });
}
