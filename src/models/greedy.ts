/** Free-running decoding, shared by the two sequence-to-sequence models. */
import type * as tf from '@tensorflow/tfjs-core';

/**
 * Feeds each step's answer into the next until every sequence has ended.
 * @param next takes the last token of each of the B sequences, gives the best next ones as a tensor [B], which is disposed here
 * @returns the ids of each sequence, without bos and cut before eos
 */
export async function decodeGreedily(
  B: number,
  bos: number,
  eos: number,
  maxLength: number,
  next: (last: number[]) => tf.Tensor1D,
): Promise<number[][]> {
  const sequences: number[][] = Array.from({ length: B }, () => []);
  const ended = new Array<boolean>(B).fill(false);
  let last = new Array<number>(B).fill(bos);
  for (let t = 0; t <= maxLength && ended.includes(false); t++) {
    const ids = next(last);
    last = Array.from(await ids.data());
    ids.dispose();
    for (const [b, id] of last.entries()) {
      if (id === eos) ended[b] = true;
      if (!ended[b]) sequences[b]!.push(id);
    }
  }
  return sequences;
}
