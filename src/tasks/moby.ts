/** The first chapters of Moby-Dick, about 300,000 characters (public/data/PROVENANCE.md). */
import type { LanguageTask } from './task.ts';
import { assetText, characterData, splitRunningText } from './text.ts';

const asset = 'moby.txt';

export const moby: LanguageTask = {
  kind: 'text',
  id: 'moby',
  name: { zh: '《白鲸》（英文）', en: 'Moby-Dick' },
  teaches: {
    zh: '逐个字符地写英文：先学会空格和常见字母，再学会拼出单词，最后才是句子的节奏。',
    en: 'English one character at a time: spaces and common letters first, then spelling, and at last the rhythm of a sentence.',
  },
  parameters: [],
  assets: [asset],
  sizes: () => ({ kind: 'text', vocabulary: 66 }),
  create(_parameters, { assets }) {
    return characterData({
      ...splitRunningText(assetText(assets, asset)),
      prompt: '\n\n',
      normalise: (text) => text.replace(/\r\n?/g, '\n').replace(/[“”]/g, '"').replace(/[‘’]/g, "'"),
      notes: [
        {
          zh: '训练用前 90% 的文字，最后 10% 留作检验；弯引号改成了直引号，数字和少见的符号已去掉。',
          en: 'The first 90% of the text is trained on, the last 10% held out; curly quotes are made straight, and numbers and rare signs left out.',
        },
      ],
    });
  },
};
