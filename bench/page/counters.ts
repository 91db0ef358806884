/**
 * Counts what goes to a GPU. Installed before a backend starts, by standing in front of the
 * methods of WebGPU and WebGL; it asks them for nothing that they would not do anyway.
 */

export interface Counts {
  /** WebGPU: compute dispatches. WebGL: programs run (draw calls). */
  dispatches: number;
  /** WebGPU: calls of `submit`. */
  submits: number;
  /** Buffers or textures created. */
  allocations: number;
  /** Bytes sent to the adapter and read back from it. */
  bytes: number;
}

const counts: Counts = { dispatches: 0, submits: 0, allocations: 0, bytes: 0 };

export function resetCounts(): void {
  Object.assign(counts, { dispatches: 0, submits: 0, allocations: 0, bytes: 0 });
}

export const currentCounts = (): Counts => ({ ...counts });

/** Calls `before` with the object and the arguments of every call of a method. */
function watch<T extends object>(
  prototype: T,
  name: keyof T & string,
  before: (args: unknown[], of: T) => void,
): void {
  const original = prototype[name] as (...args: unknown[]) => unknown;
  Object.defineProperty(prototype, name, {
    value(this: T, ...args: unknown[]) {
      before(args, this);
      return original.apply(this, args);
    },
  });
}

const bytesOf = (data: unknown): number =>
  data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0;

function watchWebGpu(): void {
  if (typeof GPUDevice === 'undefined') return;
  watch(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', () => counts.dispatches++);
  watch(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', () => counts.dispatches++);
  watch(GPUQueue.prototype, 'submit', () => counts.submits++);
  watch(GPUQueue.prototype, 'writeBuffer', ([, , data, offset, size]) => {
    const unit =
      ArrayBuffer.isView(data) && 'BYTES_PER_ELEMENT' in data ? data.BYTES_PER_ELEMENT : 1;
    const all = bytesOf(data);
    const rest = all - Number(offset ?? 0) * Number(unit);
    counts.bytes += size === undefined ? rest : Number(size) * Number(unit);
  });
  watch(GPUDevice.prototype, 'createBuffer', ([descriptor]) => {
    counts.allocations++;
    const { mappedAtCreation, size } = descriptor as GPUBufferDescriptor;
    if (mappedAtCreation === true) counts.bytes += size;
  });
  watch(GPUBuffer.prototype, 'mapAsync', ([mode, , size], buffer) => {
    if (mode === GPUMapMode.READ) counts.bytes += Number(size ?? buffer.size);
  });
}

function watchWebGl(): void {
  if (typeof WebGL2RenderingContext === 'undefined') return;
  const gl = WebGL2RenderingContext.prototype;
  watch(gl, 'drawElements', () => counts.dispatches++);
  watch(gl, 'drawArrays', () => counts.dispatches++);
  watch(gl, 'createTexture', () => counts.allocations++);
  watch(gl, 'texSubImage2D', (args) => (counts.bytes += bytesOf(args.at(-1))));
  watch(gl, 'texImage2D', (args) => (counts.bytes += bytesOf(args.at(-1))));
  watch(gl, 'readPixels', (args) => (counts.bytes += bytesOf(args.at(-1))));
  watch(gl, 'getBufferSubData', (args) => (counts.bytes += bytesOf(args[2])));
}

export function installCounters(): void {
  watchWebGpu();
  watchWebGl();
}
