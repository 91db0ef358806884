/** The batches that every contestant in the page trains on. */
import { createRandom } from '../../src/maths/random/streams.ts';
import type { Task } from '../tasks.ts';

export type Ids = Int32Array<ArrayBuffer>;

/** Ids as [B, T], row by row. A GPT has no source. */
export interface Batch {
  readonly source: Ids;
  readonly input: Ids;
  readonly labels: Ids;
}

/**
 * Draws batch after batch: random tokens, each to be answered with its successor in the
 * vocabulary, so that the loss starts at ln V and a model that learns anything lowers it.
 */
export function batches(task: Task): () => Batch {
  const random = createRandom(1, 'data');
  const { vocabulary: V, batch: B } = task;
  const T = task.kind === 'lstm' ? task.length : task.context;
  const draw = () => Int32Array.from({ length: B * T }, () => random.integer(V));
  return () => {
    const source = task.kind === 'lstm' ? draw() : new Int32Array(0);
    const input = draw();
    return { source, input, labels: Int32Array.from(input, (id) => (id + 1) % V) };
  };
}
