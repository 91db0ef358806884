/** Registers the gradients of TensorFlow.js's own operations, which its core leaves out. */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
