/** The WebGL backend with our own kernels in it. */
import '@tensorflow/tfjs-backend-webgl';
import { registerWebGlKernels } from './kernels.ts';

registerWebGlKernels();
