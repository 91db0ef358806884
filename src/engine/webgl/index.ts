/** The WebGL backend with our own kernels in it. */
import '@tensorflow/tfjs-backend-webgl';
import { registerFaults } from '../fault.ts';
import { faults } from './faults.ts';
import { registerWebGlKernels } from './kernels.ts';

registerWebGlKernels();
registerFaults('webgl', faults);
