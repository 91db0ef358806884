/**
 * TensorFlow.js starts its WASM threads from the source text of its own glue function, which a
 * minifier breaks ("e is not defined"). This plugin hands that text over as a string, which no
 * minifier touches.
 */
import type { Plugin } from 'vite';

const glue = /tfjs-backend-wasm-threaded-simd\.js$/;
const definition = /var WasmBackendModuleThreadedSimd = ([\s\S]*?\n\}\)\(\));/;

export function wasmThreads(): Plugin {
  return {
    name: 'wasm-threads',
    enforce: 'pre',
    transform(code, id) {
      if (!glue.test(id.split('?')[0]!)) return null;
      const source = definition.exec(code)?.[1];
      if (source === undefined) {
        throw new Error(`${id} no longer defines WasmBackendModuleThreadedSimd as expected.`);
      }
      const text = JSON.stringify(source);
      return {
        code: `${code}\nWasmBackendModuleThreadedSimd.toString = () => ${text};\n`,
        map: null,
      };
    },
  };
}
