/** English first names, lower case, one a line: the smallest text in which one can invent something. */
import { createRandom, shuffle } from '../maths/random/streams.ts';
import { splitList } from './split.ts';
import type { LanguageTask } from './task.ts';
import { assetText, characterData } from './text.ts';

const asset = 'names.txt';

export const names: LanguageTask = {
  kind: 'text',
  id: 'names',
  name: { zh: '英文名字', en: 'First names' },
  teaches: {
    zh: '只有 27 种字符，几秒钟就能看出变化：模型编出的名字从乱码变得像真的一样。',
    en: 'Only 27 kinds of characters, so the change shows within seconds: from noise to names that could be real.',
  },
  parameters: [],
  assets: [asset],
  sizes: () => ({ kind: 'text', vocabulary: 27 }),
  create(_parameters, { assets }) {
    const all = assetText(assets, asset).trimEnd().split('\n');
    // The file is in order of the alphabet; a window of neighbours should not be.
    const mixed = shuffle(all, createRandom(0, 'names'));
    const { train, heldOut } = splitList(mixed, (name) => name, Math.floor(all.length / 10));
    const lines = (list: readonly string[]): string => `\n${list.join('\n')}\n`;
    return characterData({
      train: lines(train),
      heldOut: lines(heldOut),
      prompt: '\n',
      normalise: (text) => text.toLowerCase(),
      notes: [
        {
          zh: `${all.length} 个不同的名字，一律小写；其中 ${heldOut.length} 个留作检验，不参加训练。`,
          en: `${all.length} different names in lower case; ${heldOut.length} of them are held out and never trained on.`,
        },
      ],
    });
  },
};
