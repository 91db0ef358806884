/**
 * Spelling → sound: "thought" → TH AO T. 20,000 words and surnames of three to eight letters
 * from the CMU Pronouncing Dictionary (public/data/PROVENANCE.md), one phoneme a target token.
 */
import { checked, type Field } from '../fields/field.ts';
import { listedData, pairSizes } from './seq2seq.ts';
import type { Seq2SeqTask } from './task.ts';
import { assetText } from './text.ts';

const asset = 'phonemes.txt';

const parameters = [
  {
    key: 'stress',
    label: { zh: '元音带重音', en: 'Mark the stress of vowels' },
    kind: 'switch',
    default: false,
  },
] as const satisfies readonly Field[];

export const phonemes: Seq2SeqTask = {
  kind: 'pairs',
  id: 'phonemes',
  name: { zh: '英文单词 → 音素', en: 'Spelling → phonemes' },
  teaches: {
    zh: '真实的数据没有百分之百的规则：常见的拼读很快学会，例外要靠记忆，检验集上总有学不到的词。',
    en: 'Real data follow no rule completely: common spellings are soon learned, exceptions must be remembered, and some held-out words cannot be known.',
  },
  parameters,
  assets: [asset],
  sizes: () => pairSizes([29, 8], [72, 11]),
  create(given, { assets }) {
    const { stress } = checked(parameters, given);
    const lines = assetText(assets, asset).trimEnd().split('\n');
    return listedData({
      pairs: lines.map((line) => {
        const [word = '', sounds = ''] = line.split('\t');
        return {
          source: Array.from(word),
          target: (stress ? sounds : sounds.replace(/\d/g, '')).split(' '),
        };
      }),
      normalise: (text) => text.toLowerCase(),
      targetSeparator: ' ',
      notes: [
        {
          zh: '词表里有不少姓氏和外来词；一个词有几种读法时，只取词典里的第一种。',
          en: 'The list has many surnames and borrowed words; of several pronunciations only the first in the dictionary is kept.',
        },
      ],
    });
  },
};
