/**
 * What WebGL refuses. A call that breaks a rule, or for which there is no memory, does nothing but
 * raise a flag, which stays up until somebody asks.
 */
import * as tf from '@tensorflow/tfjs-core';
import { BackendFault, type FaultSource } from '../fault.ts';

const context = (): WebGL2RenderingContext =>
  (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu.gl;

/** Lowers every flag. @returns the first, which a lost context is not: that is noticed elsewhere */
function take(): BackendFault | null {
  const gl = context();
  let found: number = gl.NO_ERROR;
  let flag: number;
  while (!gl.isContextLost() && (flag = gl.getError()) !== gl.NO_ERROR) {
    if (found === gl.NO_ERROR || flag === gl.OUT_OF_MEMORY) found = flag;
  }
  if (found === gl.NO_ERROR) return null;
  const memory = found === gl.OUT_OF_MEMORY;
  return new BackendFault('webgl', memory ? 'out-of-memory' : 'refused', `WebGL error ${found}`);
}

/** Numbers in a texel of a packed texture, and bytes of each. */
const texelBytes = 16;

export const faults: FaultSource = {
  take,
  async watch(work) {
    // What was raised until now belongs to a run that is over, or to a look at what there is.
    take();
    const result = await work();
    const fault = take();
    if (fault !== null) throw fault;
    return result;
  },
  largestTensor() {
    const gl = context();
    return texelBytes * Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)) ** 2;
  },
};
