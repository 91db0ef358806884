/** Compiles WGSL and records dispatches among those of TensorFlow.js, so that all keep their order. */
import type * as tf from '@tensorflow/tfjs-core';
import { mostDispatches, type WebGpuBackend } from './backend.ts';

/** What a buffer holds, as `array<…>`. */
export type Element = 'f32' | 'vec4f' | 'i32';

export interface ProgramSpec<Read extends string, Write extends string, Uniform extends string> {
  /** Shown in error messages and by profilers. */
  readonly name: string;
  /** Storage buffers by name. A program binds at most eight, the least that every device allows. */
  readonly reads: Readonly<Record<Read, Element>>;
  readonly writes: Readonly<Record<Write, Element>>;
  /** Numbers that the code finds in `u`: sizes and factors. */
  readonly uniforms: Readonly<Record<Uniform, 'u32' | 'f32'>>;
  /** Threads of a workgroup, at most 256. */
  readonly threads: number;
  /** Defines `fn run(group: u32, thread: u32)`, called for every group of the dispatch. */
  readonly code: string;
  /** The uniforms differ at nearly every dispatch, so that keeping them is of no use. */
  readonly changing?: boolean;
}

export class Program<
  Read extends string = string,
  Write extends string = string,
  Uniform extends string = string,
> {
  readonly name: string;
  readonly source: string;
  readonly changing: boolean;
  readonly buffers: readonly (Read | Write)[];
  readonly elements: readonly Element[];
  /** How many of the buffers are only read; they come first. */
  readonly read: number;
  readonly uniforms: readonly (readonly [Uniform, 'u32' | 'f32'])[];

  constructor(spec: ProgramSpec<Read, Write, Uniform>) {
    const entries = <K extends string, V>(record: Readonly<Record<K, V>>) =>
      Object.entries(record) as [K, V][];
    const [reads, writes] = [entries(spec.reads), entries(spec.writes)];
    this.name = spec.name;
    this.changing = spec.changing ?? false;
    this.buffers = [...reads, ...writes].map(([name]) => name);
    this.elements = [...reads, ...writes].map(([, element]) => element);
    this.read = reads.length;
    this.uniforms = entries(spec.uniforms);
    const bind = (access: string) =>
      function ([name, element]: [string, Element], index: number): string {
        const at = access === 'read' ? index : reads.length + index;
        return `@group(0) @binding(${at}) var<storage, ${access}> ${name}: array<${element}>;`;
      };
    this.source = `
struct Uniforms { ${this.uniforms.map(([name, type]) => `${name}: ${type},`).join(' ')} groups: u32 }
${reads.map(bind('read')).join('\n')}
${writes.map(bind('read_write')).join('\n')}
@group(0) @binding(${this.buffers.length}) var<uniform> u: Uniforms;
${spec.code}
@compute @workgroup_size(${spec.threads})
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) count: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let group = id.x + id.y * count.x;
  if (group < u.groups) { run(group, thread); }
}`;
  }
}

const programs = new Map<string, Program>();

/** The program of that name, built at its first use. */
export function remembered<Read extends string, Write extends string, Uniform extends string>(
  key: string,
  build: () => Program<Read, Write, Uniform>,
): Program<Read, Write, Uniform> {
  let program = programs.get(key) as Program<Read, Write, Uniform> | undefined;
  if (program === undefined) {
    program = build();
    programs.set(key, program);
  }
  return program;
}

/** Whether rows of that size lie at multiples of four numbers. */
export const fours = (size: number): boolean => size % 4 === 0;
/** How to bind a buffer whose rows do or do not. */
export const element = (vector: boolean): 'vec4f' | 'f32' => (vector ? 'vec4f' : 'f32');

/** Uniform buffers that are kept; far more than a run has different shapes. */
const mostKept = 4096;
const mostPerDimension = 65535;

/** Some bytes of one tensor that go to another, from and to a byte that is 0 unless given. */
export interface Copy {
  readonly from: tf.TensorInfo;
  readonly start?: number;
  readonly to: tf.TensorInfo;
  readonly at?: number;
  readonly bytes: number;
}

/** Runs programs on one backend. */
export class Gpu {
  readonly backend: WebGpuBackend;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #kept = new Map<string, GPUBuffer>();
  #finished: GPUCommandEncoder | null = null;

  constructor(backend: WebGpuBackend) {
    this.backend = backend;
  }

  /** A new tensor; the program that it is given to must write all of it. */
  floats(shape: readonly number[]): tf.TensorInfo {
    return this.backend.makeTensorInfo([...shape], 'float32');
  }

  /** The same tensor once more. */
  share({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
    this.backend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  /** Frees a tensor that does not leave the kernel. */
  free(tensor: tf.TensorInfo): void {
    this.backend.disposeData(tensor.dataId);
  }

  /**
   * The buffer of a tensor for the next command, which writes to it or only reads.
   * @param element what the command takes it to hold
   */
  #bufferOf({ dataId }: tf.TensorInfo, written: boolean, element?: Element): GPUBuffer {
    const { backend } = this;
    backend.uploadToGPU(dataId);
    backend.commandQueueOwnedIds.add(dataId);
    const data = backend.tensorMap.get(dataId);
    // A tensor that has been read keeps a copy of its values, which are about to change.
    if (written) data.values = null;
    if (element !== undefined && (element === 'i32') !== (data.dtype !== 'float32')) {
      throw new Error(`A buffer of ${data.dtype} was given for one of ${element}.`);
    }
    if (!(data.resource instanceof GPUBuffer)) throw new Error('The tensor is not in a buffer.');
    return data.resource;
  }

  /** Records one dispatch of so many workgroups. */
  run<Read extends string, Write extends string, Uniform extends string>(
    program: Program<Read, Write, Uniform>,
    tensors: Readonly<Record<Read | Write, tf.TensorInfo>>,
    uniforms: Readonly<Record<Uniform, number>>,
    groups: number,
  ): void {
    if (groups === 0) return;
    const { backend } = this;
    this.#submitFinished();
    const buffers = program.buffers.map((name, index) =>
      this.#bufferOf(tensors[name], index >= program.read, program.elements[index]),
    );
    const pipeline = this.#pipelineOf(program);
    const group = backend.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [...buffers, this.#uniformsOf(program, uniforms, groups)].map((buffer, binding) => {
        return { binding, resource: { buffer } };
      }),
    });
    backend.ensureCommandEncoderReady();
    backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass();
    const pass = backend.computePassEncoder;
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    const across = Math.min(groups, mostPerDimension);
    pass.dispatchWorkgroups(across, Math.ceil(groups / across));
    backend.dispatchCountInPass++;
    if (backend.dispatchCountInPass >= mostDispatches) this.#submit();
  }

  /** Records copies from buffer to buffer; they are not dispatches, but no pass contains them. */
  copy(copies: readonly Copy[]): void {
    const { backend } = this;
    this.#submitFinished();
    const prepared = copies.map((one) => {
      const [source, target] = [this.#bufferOf(one.from, false), this.#bufferOf(one.to, true)];
      return { ...one, source, target };
    });
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    for (const { source, start = 0, target, at = 0, bytes } of prepared) {
      backend.commandEncoder!.copyBufferToBuffer(source, start, target, at, bytes);
    }
  }

  /**
   * Says that a training step is recorded. It is submitted with the next command of ours, or
   * earlier, together with the copy of a result that is read: one submission a step either way.
   */
  finishStep(): void {
    this.#finished = this.backend.commandEncoder;
  }

  #submitFinished(): void {
    const { commandEncoder } = this.backend;
    if (commandEncoder !== null && commandEncoder === this.#finished) this.#submit();
  }

  #submit(): void {
    this.backend.endComputePassEncoder();
    this.backend.submitQueue();
  }

  #pipelineOf({ name, source }: Program): GPUComputePipeline {
    let pipeline = this.#pipelines.get(source);
    if (pipeline === undefined) {
      const { device } = this.backend;
      const module = device.createShaderModule({ label: name, code: source });
      pipeline = device.createComputePipeline({ label: name, layout: 'auto', compute: { module } });
      this.#pipelines.set(source, pipeline);
    }
    return pipeline;
  }

  /** A buffer with the numbers, kept by their values: the sizes of a model repeat at every step. */
  #uniformsOf(
    program: Program,
    uniforms: Readonly<Record<string, number>>,
    groups: number,
  ): GPUBuffer {
    const { backend } = this;
    const words = new ArrayBuffer(16 * Math.ceil((program.uniforms.length + 1) / 4));
    const view = new DataView(words);
    for (const [index, [name, type]] of program.uniforms.entries()) {
      if (type === 'f32') view.setFloat32(4 * index, uniforms[name]!, true);
      else view.setUint32(4 * index, uniforms[name]!, true);
    }
    view.setUint32(4 * program.uniforms.length, groups, true);
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    if (program.changing) {
      const buffer = backend.bufferManager.acquireBuffer(words.byteLength, usage);
      backend.queue.writeBuffer(buffer, 0, words);
      backend.uniformPendingDisposal.push(buffer);
      return buffer;
    }
    const key = new Uint32Array(words).join();
    let buffer = this.#kept.get(key);
    if (buffer === undefined) {
      // Those in use stay alive with the commands that use them.
      if (this.#kept.size >= mostKept) this.#kept.clear();
      buffer = backend.device.createBuffer({ size: words.byteLength, usage });
      backend.queue.writeBuffer(buffer, 0, words);
      this.#kept.set(key, buffer);
    }
    return buffer;
  }
}
