/** Defect 6: at step t the decoder is fed y_t and scored on y_t. It learns to copy. */
import type { See } from '../exhibit.ts';
import { columns, countingWords, freeRun, learnTable, percent } from '../kit.ts';

const [B, T, V] = [32, 4, 12];

export function broken(see: See): void {
  // #region broken
  // c d e f g: a start, then the letters after it
  const words = countingWords(B, T + 1, V);
  const target = columns(words, 1, T + 1);
  const input = target;
  const { table, loss } = learnTable(input, target, V);
  const written = freeRun(table, columns(words, 0, 1), T);
  see({ input, target, loss });
  see({ freeRunning: percent(written, target) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  // c d e f g: a start, then the letters after it
  const words = countingWords(B, T + 1, V);
  const target = columns(words, 1, T + 1);
  const input = columns(words, 0, T); // one behind
  const { table, loss } = learnTable(input, target, V);
  const written = freeRun(table, columns(words, 0, 1), T);
  see({ input, target, loss });
  see({ freeRunning: percent(written, target) });
  // #endregion fixed
}
