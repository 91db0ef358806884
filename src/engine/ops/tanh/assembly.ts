/** tanh, element by element; one chunk is a run of elements. */
import { loadPart, storePart, tanh } from '../../wasm/assembly/vector';

/** Arguments: x, out y; size, elements of a chunk (a multiple of 4). */
export function hyperbolicTangent(p: usize, chunk: i32): void {
  const wide = i32.load(p, 12);
  const first = (<usize>(chunk * wide)) << 2;
  const x = <usize>i32.load(p, 0) + first;
  const y = <usize>i32.load(p, 4) + first;
  const count = min(wide, i32.load(p, 8) - chunk * wide);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    storePart(y + at, tanh(loadPart(x + at, count - i)), count - i);
  }
}
