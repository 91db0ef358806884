/** The parts of TensorFlow.js's WebGPU backend that we use, and what is changed in it. */
import type * as tf from '@tensorflow/tfjs-core';

export interface TensorData {
  readonly dtype: tf.DataType;
  readonly shape: number[];
  /** What was given from JavaScript and is not on the GPU yet. */
  values: tf.TypedArray | readonly number[] | null | undefined;
  resource: GPUBuffer | null | undefined;
  refCount: number;
}

/** These members are private or undocumented in the backend's own types. */
export interface WebGpuBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: {
    has(dataId: tf.DataId): boolean;
    get(dataId: tf.DataId): TensorData;
    delete(dataId: tf.DataId): boolean;
  };
  readonly bufferManager: {
    acquireBuffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer;
  };
  /** Released once what is recorded has been submitted. */
  readonly uniformPendingDisposal: GPUBuffer[];
  readonly tensorDataPendingDisposal: tf.DataId[];
  /** What the recorded commands read or write. */
  readonly commandQueueOwnedIds: WeakSet<tf.DataId>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  incRef(dataId: tf.DataId): void;
  uploadToGPU(dataId: tf.DataId): void;
  disposeData(dataId: tf.DataId, force?: boolean): boolean;
  releaseResource(dataId: tf.DataId): void;
}

/** Dispatches after which what is recorded is submitted in any case; a training step has fewer. */
export const mostDispatches = 512;

/**
 * Makes buffers go round: TensorFlow.js creates a staging buffer for every upload and gives no
 * buffer back before the next submission, so that a whole step's intermediate results would be
 * alive at once. Here uploads go through the queue, and a buffer that only dispatches have written
 * is free as soon as its tensor is disposed, because dispatches run in the order of recording.
 * A write through the queue comes before everything that is recorded: so buffers for uploads are a
 * pool of their own, which the otherwise unused INDIRECT tells apart, and wait for the submission.
 */
export function reuseBuffers(backend: WebGpuBackend): void {
  const forUploads =
    GPUBufferUsage.STORAGE |
    GPUBufferUsage.COPY_SRC |
    GPUBufferUsage.COPY_DST |
    GPUBufferUsage.INDIRECT;
  const stockUpload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId);
    const { values, resource } = data;
    if (resource || !values || data.dtype === 'complex64' || data.dtype === 'string') {
      return stockUpload(dataId);
    }
    const words = data.dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
    const buffer = backend.bufferManager.acquireBuffer(words.byteLength, forUploads);
    backend.queue.writeBuffer(buffer, 0, words);
    data.resource = buffer;
    data.values = null;
  };

  const stockDispose = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force = false) => {
    if (!backend.tensorMap.has(dataId)) return true;
    const { dtype, refCount, resource } = backend.tensorMap.get(dataId);
    const last = force || refCount === 1;
    const uploaded = resource instanceof GPUBuffer && resource.usage === forUploads;
    if (!last || uploaded || dtype === 'complex64') return stockDispose(dataId, force);
    backend.releaseResource(dataId);
    backend.tensorMap.delete(dataId);
    return true;
  };
}
