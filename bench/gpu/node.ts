/** Runs the engine's modules in Node, on a graphics adapter that Dawn offers. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { create, globals } from 'webgpu';
import { createServer, type ViteDevServer } from 'vite';

/**
 * Gives Node the WebGPU of a browser.
 * @param options of Dawn, such as `adapter=llvmpipe`
 * @returns a function that lets Node end
 */
export function installWebGpu(options: string[]): () => void {
  Object.assign(globalThis, globals);
  Object.defineProperty(navigator, 'gpu', { value: create(options), configurable: true });
  return () => Reflect.deleteProperty(navigator, 'gpu');
}

/** TensorFlow.js's packages name their modules without extensions, so Vite loads them, not Node. */
export class Modules {
  readonly #server: ViteDevServer;

  private constructor(server: ViteDevServer) {
    this.#server = server;
  }

  static async open(): Promise<Modules> {
    // TensorFlow.js asks for Node's `util` in this way, also where it is loaded as a module.
    Object.assign(globalThis, { require: createRequire(import.meta.url) });
    const server = await createServer({
      root: join(import.meta.dirname, '../..'),
      configFile: false,
      logLevel: 'error',
      server: { middlewareMode: true, ws: false },
      optimizeDeps: { noDiscovery: true },
      ssr: { noExternal: [/^@tensorflow\//] },
    });
    return new Modules(server);
  }

  /** @param path of a module, from the root of the project */
  load(path: string): Promise<unknown> {
    return this.#server.ssrLoadModule(path);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }
}
