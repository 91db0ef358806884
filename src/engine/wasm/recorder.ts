/** Records and replays steps on the WASM backend; see `../replay.ts`. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recorder } from '../replay.ts';
import type { WasmBackend } from './memory.ts';
import { float, type Wasm } from './tensors.ts';

export function createRecorder(backend: WasmBackend, wasm: Wasm): Recorder {
  const { jobs } = wasm;
  /** A number in a tensor of its own. */
  const scalarFrom = (pointer: number): tf.Scalar => {
    const out = wasm.floats([]);
    wasm.copyRows(1, float, [pointer, float], [wasm.at(out), float]);
    return tf.engine().makeTensorFromTensorInfo(out) as tf.Scalar;
  };

  return {
    record(compute) {
      const { result, recording } = jobs.record(compute);
      if (!recording.valid) return { result, recording: null };
      const pointer = backend.getMemoryOffset(result.dataId);
      const first = scalarFrom(pointer);
      result.dispose();
      return {
        result: first,
        recording: {
          get valid() {
            return recording.valid;
          },
          replay() {
            jobs.replay(recording);
            return scalarFrom(pointer);
          },
          dispose: () => jobs.forget(recording),
        },
      };
    },
    write(from, to) {
      jobs.settle();
      const [source, target] = [from, to].map((x) => backend.getMemoryOffset(x.dataId));
      const bytes = from.size * tf.util.bytesPerElement(from.dtype);
      backend.wasm.HEAPU8.copyWithin(target!, source!, source! + bytes);
    },
  };
}
