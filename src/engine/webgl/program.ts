/**
 * Programs of our own in TensorFlow.js's WebGL backend. Its packed textures hold a tensor in blocks
 * of 2 × 2 of the last two axes: for even r and c, one texel has the elements (r, c), (r, c + 1),
 * (r + 1, c), (r + 1, c + 1) as x, y, z, w. Products and everything around them in TensorFlow.js
 * read and write such textures, so ours do too, and nothing has to be packed in between.
 *
 * A program sees every tensor with three axes, [outer, rows, columns]: packing depends on the last
 * two alone, so leading axes fold into one for free.
 */
import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';

export type Info = tf.TensorInfo;
type Shape3 = [number, number, number];

/** Numbers that change from one run of a program to the next, in the order in which they are given. */
export type Uniforms = Readonly<Record<string, 'int' | 'float'>>;

/** The shape as a program sees it. */
export function folded(shape: readonly number[]): Shape3 {
  const [rows = 1, columns = 1] = shape.length === 1 ? [1, shape[0]] : shape.slice(-2);
  return [tf.util.sizeFromShape(shape.slice(0, -2)), rows, columns];
}

/** A number as GLSL writes floats; 1 alone would be an integer. */
export const literal = (x: number): string => x.toExponential();

const prelude = `
  // An element of a block; of its row and column only the parity counts.
  float pick(vec4 block, int row, int column) {
    vec2 line = (row & 1) == 0 ? block.xy : block.zw;
    return (column & 1) == 0 ? line.x : line.y;
  }
  // The row of a block that has this number.
  vec2 pickRow(vec4 block, int row) { return (row & 1) == 0 ? block.xy : block.zw; }
  // The block at an even column without the column that is beyond the last one.
  vec4 within(vec4 block, int column, int columns) {
    return column + 1 < columns ? block : vec4(block.x, 0., block.z, 0.);
  }
  // Products of two blocks: a b, a bᵀ, aᵀ b.
  vec4 times(vec4 a, vec4 b) { return a.xxzz * b.xyxy + a.yyww * b.zwzw; }
  vec4 timesTransposed(vec4 a, vec4 b) { return a.xxzz * b.xzxz + a.yyww * b.ywyw; }
  // exp overflows where tanh is long since 1.
  vec4 tanhOf(vec4 x) {
    vec4 e = exp(-2. * abs(x));
    return sign(x) * (1. - e) / (1. + e);
  }
`;

const uniformList = (uniforms: Uniforms) =>
  Object.entries(uniforms).map(([name, type]) => ({ name, type }));

export interface BlockProgram {
  readonly inputs: readonly string[];
  /** Of the output; more than two leading axes fold. */
  readonly shape: readonly number[];
  readonly uniforms?: Uniforms;
  /** `vec4 block(ivec3 at)`: the block of the output at (outer, even row, even column). */
  readonly code: string;
  /** Whether the inputs are packed, too; a texture that is not has one element a texel. */
  readonly packedInputs?: boolean;
}

/** A program that writes a packed texture; beyond the last row and column it writes 0, as products expect. */
export function blockProgram(program: BlockProgram): GPGPUProgram {
  const { inputs, shape, uniforms = {}, code, packedInputs = true } = program;
  const outputShape = folded(shape);
  const [, rows, columns] = outputShape;
  return {
    variableNames: [...inputs],
    outputShape,
    packedInputs,
    packedOutput: true,
    customUniforms: uniformList(uniforms),
    userCode: `
      ${prelude}
      ${code}
      void main() {
        ivec3 at = getOutputCoords();
        vec4 value = within(block(at), at.z, ${columns});
        if (at.y + 1 >= ${rows}) value.zw = vec2(0.);
        setOutput(value);
      }
    `,
  };
}

export interface FlatProgram {
  readonly inputs: readonly string[];
  readonly size: number;
  readonly uniforms?: Uniforms;
  /** `float element(int index)` */
  readonly code: string;
  readonly packedInputs?: boolean;
}

/** A program that writes a vector with one element a texel, whose parts can be had without copying. */
export function flatProgram(program: FlatProgram): GPGPUProgram {
  const { inputs, size, uniforms = {}, code, packedInputs = false } = program;
  return {
    variableNames: [...inputs],
    outputShape: [size],
    packedInputs,
    packedOutput: false,
    customUniforms: uniformList(uniforms),
    userCode: `
      ${packedInputs ? prelude : ''}
      ${code}
      void main() { setOutput(element(getOutputCoords())); }
    `,
  };
}

/** GLSL: `vec4 <name>At(outer, row, column)` reads a block of an input at any column, not only an even one. */
export function anyColumn(name: string): string {
  const read = `get${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `
    vec4 ${name}At(int outer, int row, int column) {
      if ((column & 1) == 0) return ${read}(outer, row, column);
      vec4 left = ${read}(outer, row, column - 1);
      vec4 right = ${read}(outer, row, column + 1);
      return vec4(left.y, right.x, left.w, right.z);
    }
  `;
}

/** The parts of the backend that are not in its public types: how a texture changes its owner. */
interface Ownership {
  releaseGPUData(dataId: tf.DataId): void;
}

/** What a kernel makes on the way is disposed when it ends. */
export class Scope {
  readonly #backend: MathBackendWebGL;
  readonly #made: Info[] = [];

  constructor(backend: MathBackendWebGL) {
    this.#backend = backend;
  }

  #add(info: Info, shape: readonly number[]): Info {
    const { dataId, dtype } = info;
    const made = { dataId, dtype, shape: [...shape] };
    this.#made.push(made);
    return made;
  }

  /** Runs a program; the inputs are named in it in the same order, the values are those of its uniforms. */
  run(
    program: GPGPUProgram,
    inputs: readonly Info[],
    { values = [], shape }: { values?: readonly number[]; shape: readonly number[] },
  ): Info {
    const fold = program.packedInputs === true;
    const seen = inputs.map((x) => (fold ? { ...x, shape: folded(x.shape) } : x));
    const uniforms = values.map((value) => [value]);
    const out = this.#backend.runWebGLProgram(program, seen, 'float32', uniforms, true);
    return this.#add(out, shape);
  }

  /** Runs one of TensorFlow.js's own kernels. */
  stock(name: string, inputs: Record<string, Info> | readonly Info[], attrs: object): Info {
    const kernel = tf.getKernel(name, 'webgl').kernelFunc as unknown as (call: object) => Info;
    const out = kernel({ inputs, attrs, backend: this.#backend });
    return this.#add(out, out.shape);
  }

  reshape(x: Info, shape: readonly number[]): Info {
    return this.stock('Reshape', { x }, { shape });
  }

  concat(pieces: readonly Info[], axis: number): Info {
    return this.stock('Concat', pieces, { axis });
  }

  /** The elements of a tensor that has come from JavaScript and is not on the device yet; otherwise none. */
  given({ dataId }: Info): readonly number[] {
    const { texture, values } = this.#backend.texData.get(dataId);
    return texture || !values ? [] : Array.from(values as tf.TypedArray);
  }

  /** Gives `target` the contents of `source`, which is used up: to the engine a change in place. */
  replace(target: Info, source: Info): void {
    const { texData } = this.#backend;
    const [to, from] = [texData.get(target.dataId), texData.get(source.dataId)];
    (this.#backend as unknown as Ownership).releaseGPUData(target.dataId);
    const { texture, texShape, isPacked, usage, shape } = from;
    delete to.values;
    Object.assign(to, { texture, texShape, isPacked, usage, shape });
    texData.delete(source.dataId);
    this.#made.splice(this.#made.indexOf(source), 1);
  }

  /** Ends the scope. */
  end(outputs: readonly Info[]): void {
    for (const info of this.#made) {
      if (!outputs.includes(info)) this.#backend.disposeIntermediateTensorInfo(info);
    }
  }
}
