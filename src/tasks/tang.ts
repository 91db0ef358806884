/**
 * Tang quatrains in common characters. Every poem is laid out alike, two couplets and an empty
 * line, so poems of five characters a line take 27 tokens and poems of seven take 35:
 * "床前明月光，疑是地上霜。↵举头望明月，低头思故乡。↵↵".
 */
import { checked, type Field } from '../fields/field.ts';
import { splitList } from './split.ts';
import type { LanguageTask } from './task.ts';
import { assetText, characterData } from './text.ts';

const asset = 'quatrains.txt';

const parameters = [
  {
    key: 'characters',
    label: { zh: '只用最常见的多少个字', en: 'Only the most frequent characters' },
    kind: 'choice',
    options: [
      { value: '1000', label: { zh: '1000 字', en: '1,000' } },
      { value: '1500', label: { zh: '1500 字', en: '1,500' } },
    ],
    default: '1000',
  },
  {
    key: 'metre',
    label: { zh: '每句几个字', en: 'Characters in a line' },
    kind: 'choice',
    options: [
      { value: 'both', label: { zh: '五言和七言', en: 'Five and seven' } },
      { value: '5', label: { zh: '五言', en: 'Five' } },
      { value: '7', label: { zh: '七言', en: 'Seven' } },
    ],
    default: 'both',
  },
] as const satisfies readonly Field[];

const layout = ([a, b, c, d]: readonly string[]): string => `${a}，${b}。\n${c}，${d}。\n\n`;

export const tang: LanguageTask = {
  kind: 'text',
  id: 'tang',
  name: { zh: '唐人绝句', en: 'Tang quatrains' },
  teaches: {
    zh: '模型先学会标点和句长，再学会常见的词，最后才有一点诗意；数据少，过拟合也来得快。',
    en: 'Punctuation and line length come first, common words next, a hint of poetry last; with so little text overfitting comes soon.',
  },
  parameters,
  assets: [asset],
  sizes: (given) => ({
    kind: 'text',
    vocabulary: Number(checked(parameters, given).characters),
  }),
  create(given, { assets }) {
    const { characters, metre } = checked(parameters, given);
    const count = Number(characters);
    const [ranked = '', ...rows] = assetText(assets, asset).trimEnd().split('\n');
    const known = new Set(Array.from(ranked).slice(0, count));
    const poems = rows
      .map((row) => row.split('\t').slice(2))
      .filter((lines) => metre === 'both' || Array.from(lines[0]!).length === Number(metre))
      .filter((lines) => Array.from(lines.join('')).every((character) => known.has(character)));

    const { train, heldOut } = splitList(poems, (lines) => lines.join(''));
    // The same poem may be handed down in two wordings: a shared line keeps both out of training.
    const heldOutLines = new Set(heldOut.flat());
    const kept = train.filter((lines) => !lines.some((line) => heldOutLines.has(line)));
    return characterData({
      train: `\n\n${kept.map(layout).join('')}`,
      heldOut: `\n\n${heldOut.map(layout).join('')}`,
      prompt: '\n\n',
      notes: [
        {
          zh: `共 ${poems.length} 首只用最常见 ${count} 字写成的绝句，留出 ${heldOut.length} 首作检验；与它们有相同诗句的 ${train.length - kept.length} 首不参加训练。`,
          en: `${poems.length} quatrains written in the ${count} most frequent characters; ${heldOut.length} are held out, and ${train.length - kept.length} that share a line with these are left out of training.`,
        },
      ],
    });
  },
};
