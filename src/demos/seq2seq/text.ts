/** The demo's name and what it is for. */
import type { Localised } from '../../language.ts';

export const text: Readonly<Record<'name' | 'description', Localised>> = {
  name: { zh: '序列到序列', en: 'Sequence to sequence' },
  description: {
    zh: '把一个序列写成另一个：倒写、排序、加法、读数、日期、注音。LSTM 与 2017 年的 Transformer 可以在同一个任务上比赛。',
    en: 'Turn one sequence into another: reversal, sorting, addition, numerals, dates, pronunciation. An LSTM and the Transformer of 2017 can be raced on the same task.',
  },
};
