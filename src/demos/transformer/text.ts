/** The demo's name and what it is for. */
import type { Localised } from '../../language.ts';

export const text: Readonly<Record<'name' | 'description', Localised>> = {
  name: { zh: 'Transformer 语言模型', en: 'Transformer language model' },
  description: {
    zh: '一个仅解码器的小语言模型：学绝句、学英文、学名字，或学你自己的文字，然后接着写。',
    en: 'A small decoder-only language model: it learns quatrains, English, names or your own text, and goes on writing.',
  },
};
