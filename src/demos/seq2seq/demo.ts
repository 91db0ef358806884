/** The laboratory of sequence-to-sequence models: LSTM and encoder–decoder Transformer. */
import { defineDemo, given, type Load } from '../island/define.ts';

export const load: Load = async () => {
  const { default: RunPanel } = await import('../run/RunPanel.svelte');
  return given(RunPanel, { lab: 'seq2seq' });
};

export default defineDemo({
  id: 'seq2seq',
  page: 'lab/seq2seq',
  figure: 'L.1',
  name: { zh: '序列到序列', en: 'Sequence to sequence' },
  teaches: {
    zh: '把一个序列写成另一个：倒写、排序、加法、读数、日期、注音。LSTM 与 2017 年的 Transformer 可以在同一个任务上比赛。',
    en: 'Turn one sequence into another: reversal, sorting, addition, numerals, dates, pronunciation. An LSTM and the Transformer of 2017 can be raced on the same task.',
  },
  load,
});
