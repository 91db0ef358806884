/**
 * The threaded build of TensorFlow.js's WASM backend starts eight workers before it answers. We want
 * its shared memory and not its threads (ours are in `src/engine/wasm/`), so it starts none.
 */
import type { Plugin } from 'vite';

const glue = /tfjs-backend-wasm-threaded-simd\.js$/;
/** What is said there, and what is to be said instead; the second would wait for the last worker. */
const changes = [
  ['var pthreadPoolSize=8;', 'var pthreadPoolSize=0;'],
  [
    'if(!ENVIRONMENT_IS_PTHREAD){var numWorkersToLoad=',
    'if(!ENVIRONMENT_IS_PTHREAD){removeRunDependency("wasm-instantiate");var numWorkersToLoad=',
  ],
] as const;

export function noWasmPool(): Plugin {
  return {
    name: 'no-wasm-pool',
    enforce: 'pre',
    transform(code, id) {
      if (!glue.test(id.split('?')[0]!)) return null;
      let changed = code;
      for (const [from, to] of changes) {
        if (!changed.includes(from)) throw new Error(`${id} no longer says ${from}`);
        changed = changed.replace(from, to);
      }
      return { code: changed, map: null };
    },
  };
}
