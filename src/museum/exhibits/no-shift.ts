/** Chapter 4: input and target of a language model are the same window. It learns to repeat. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { columns, freeRun, learnTable } from '../kit.ts';

const characters = [...'我爱北京天安门'];
const window = (): tf.Tensor2D => tf.tensor2d([[0, 1, 2, 3, 4, 5, 6]], undefined, 'int32');
const read = (ids: tf.Tensor): string =>
  Array.from(ids.dataSync(), (id) => characters[id]).join('');

export function broken(see: See): void {
  // #region broken
  const x = window(); // 我 爱 北 京 天 安 门
  const y = x;
  const { table, loss } = learnTable(x, y, 7);
  see({ x, y, loss });
  see({ written: read(freeRun(table, columns(x, 0, 1), 6)) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const text = window(); // 我 爱 北 京 天 安 门
  const [x, y] = [columns(text, 0, 6), columns(text, 1, 7)];
  const { table, loss } = learnTable(x, y, 7);
  see({ x, y, loss });
  see({ written: read(freeRun(table, columns(x, 0, 1), 6)) });
  // #endregion fixed
}
