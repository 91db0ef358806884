/** All tasks, in the order in which the panels list them. */
import { addition } from './addition.ts';
import { chineseNumerals } from './chinese-numerals.ts';
import { dates } from './dates.ts';
import { memorise } from './memorise.ts';
import { moby } from './moby.ts';
import { names } from './names.ts';
import { ownText } from './own-text.ts';
import { phonemes } from './phonemes.ts';
import { pinyin } from './pinyin.ts';
import { reversal } from './reversal.ts';
import { sorting } from './sorting.ts';
import { tang } from './tang.ts';

const all = [
  reversal,
  sorting,
  addition,
  chineseNumerals,
  dates,
  phonemes,
  pinyin,
  tang,
  moby,
  names,
  ownText,
  memorise,
];

export type Task = (typeof all)[number];
export type TaskData = ReturnType<Task['create']>;
/** How large the data of a task are, as far as a model must know. */
export type DataSizes = TaskData['sizes'];

export const tasks: readonly Task[] = all;

export function findTask(id: string): Task | undefined {
  return tasks.find((task) => task.id === id);
}
