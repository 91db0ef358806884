/**
 * Hanzi → pinyin: "银行" → yin2hang2, "行动" → xing2dong4. Some 10,000 common words of two or three
 * characters (public/data/PROVENANCE.md). Letters and tone digits are the target tokens, so the
 * target vocabulary stays small; 5 is the neutral tone.
 */
import { listedData, pairSizes } from './seq2seq.ts';
import type { Seq2SeqTask } from './task.ts';
import { assetText } from './text.ts';

const asset = 'pinyin.txt';

export const pinyin: Seq2SeqTask = {
  kind: 'pairs',
  id: 'pinyin',
  name: { zh: '汉字 → 拼音', en: 'Hanzi → pinyin' },
  teaches: {
    zh: '输入的种类多、输出的种类少；多音字要看邻字才知道怎么读，这正是上下文的用处。',
    en: 'Many kinds of input and few of output; a character with several readings is told apart by its neighbour, which is what context is for.',
  },
  parameters: [],
  assets: [asset],
  sizes: () => pairSizes([1502, 3], [34, 17]),
  create(_parameters, { assets }) {
    const lines = assetText(assets, asset).trimEnd().split('\n');
    return listedData({
      pairs: lines.map((line) => {
        const [word = '', reading = ''] = line.split('\t');
        return { source: Array.from(word), target: Array.from(reading) };
      }),
      notes: [
        {
          zh: '读音由程序标注，不作变调；个别多音字可能有误。',
          en: 'The readings were produced by a program, without tone sandhi; a few characters with several readings may be wrong.',
        },
      ],
    });
  },
};
