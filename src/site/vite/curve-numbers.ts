/**
 * uPlot asks for the reader's language when it is loaded, to write the numbers at its axes, and fails
 * where the browser names none that exists: WebKitGTK says "C" on a system without a locale, and the
 * curve would stay empty. All our numbers are written in one way; so are those of the curve.
 */
import type { Plugin } from 'vite';

const plot = /\/uplot\/dist\/uPlot\.esm\.js$/;
const from = "new Intl.NumberFormat(domEnv ? nav.language : 'en-US')";
const to = "new Intl.NumberFormat('en-US')";

export function curveNumbers(): Plugin {
  return {
    name: 'curve-numbers',
    enforce: 'pre',
    // What is bundled ahead passes by the plugins.
    config: () => ({ optimizeDeps: { exclude: ['uplot'] } }),
    transform(code, id) {
      if (!plot.test(id.split('?')[0]!)) return null;
      if (!code.includes(from)) throw new Error(`${id} no longer says ${from}`);
      return { code: code.replace(from, to), map: null };
    },
  };
}
