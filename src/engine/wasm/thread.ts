/** A thread of the pool: computes chunks of jobs until the worker that started it ends. */

export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
}

interface Exports {
  serve(control: number, scratch: number): never;
}

self.addEventListener('message', (event: MessageEvent<ThreadStart>) => {
  const { module, memory, control, scratch } = event.data;
  void WebAssembly.instantiate(module, { env: { memory } }).then(({ exports }) => {
    self.postMessage('ready');
    (exports as unknown as Exports).serve(control, scratch);
  });
});
