/** The laboratory of the decoder-only language model. */
import { defineDemo, given, type Load } from '../island/define.ts';

export const load: Load = async () => {
  const { default: RunPanel } = await import('../run/RunPanel.svelte');
  return given(RunPanel, { lab: 'transformer' });
};

export default defineDemo({
  id: 'transformer',
  page: 'lab/transformer',
  figure: 'L.2',
  name: { zh: 'Transformer 语言模型', en: 'Transformer language model' },
  teaches: {
    zh: '一个仅解码器的小语言模型：学绝句、学英文、学名字，或学你自己的文字，然后接着写。',
    en: 'A small decoder-only language model: it learns quatrains, English, names or your own text, and goes on writing.',
  },
  load,
});
