/** A thread of the pool: computes chunks of jobs until the worker that started it ends. */

export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
}

interface Exports {
  serve(control: number, scratch: number): never;
  breakDown(control: number): void;
}

self.addEventListener('message', (event: MessageEvent<ThreadStart>) => {
  const { module, memory, control, scratch } = event.data;
  void WebAssembly.instantiate(module, { env: { memory } }).then(({ exports }) => {
    const kernels = exports as unknown as Exports;
    self.postMessage('ready');
    try {
      kernels.serve(control, scratch);
    } catch (error) {
      // Nobody listens while the others compute: what they look at is the memory.
      kernels.breakDown(control);
      throw error;
    }
  });
});
