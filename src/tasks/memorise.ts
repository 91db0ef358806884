/**
 * One sentence, learned by heart: the smallest run there is. The text is a begin token and seven
 * characters, so with a context of seven there is a single window: the input is
 * <bos> 我 爱 北 京 天 安 and the target 我 爱 北 京 天 安 门. In either sentence no character
 * comes twice, so that each is told by the one before it.
 */
import { checked, type AnyValues, type Field } from '../fields/field.ts';
import { textBaselines } from './baselines.ts';
import type { LanguageTask } from './task.ts';
import { encode, splitCharacters } from './text.ts';
import { createVocabulary } from './vocabulary.ts';

const sentences = { zh: '我爱北京天安门', en: 'I learn' };
const begin = '<bos>';

const parameters = [
  {
    key: 'sentence',
    label: { zh: '背哪一句', en: 'Which sentence' },
    kind: 'choice',
    options: [
      {
        value: 'zh',
        label: { zh: '中文：我爱北京天安门', en: 'Chinese: I love Tiananmen in Beijing' },
      },
      { value: 'en', label: { zh: '英文：I learn', en: 'English: I learn' } },
    ],
    default: 'zh',
  },
] as const satisfies readonly Field[];

/** The characters that a run with these parameters learns. */
export function sentenceOf(given: AnyValues): readonly string[] {
  return Array.from(sentences[checked(parameters, given).sentence]);
}

export const memorise: LanguageTask = {
  kind: 'text',
  id: 'memorise',
  name: { zh: '背一句话', en: 'One sentence by heart' },
  teaches: {
    zh: '训练就是反复猜下一个字、再改参数：几秒钟，模型就把七个字背了下来。',
    en: 'Training is guessing the next character and adjusting, again and again: seven characters are learned by heart in seconds.',
  },
  holdsOut: false,
  listed: false,
  parameters,
  assets: [],
  sizes: () => ({ kind: 'text', vocabulary: 8 }),
  create(given) {
    const characters = sentenceOf(given);
    const vocabulary = createVocabulary([begin, ...characters]);
    const stream = encode([begin, ...characters], vocabulary);
    return {
      kind: 'text',
      sizes: { kind: 'text', vocabulary: vocabulary.size },
      vocabulary,
      train: stream,
      heldOut: stream.slice(),
      prompt: begin,
      // The begin token is written out in `prompt`, and there only at the start.
      tokenise: (text) =>
        text.startsWith(begin)
          ? [begin, ...splitCharacters(text.slice(begin.length), vocabulary)]
          : splitCharacters(text, vocabulary),
      detokenise: (tokens) => tokens.filter((token) => token !== begin).join(''),
      baselines: textBaselines(stream, stream, vocabulary.size),
      notes: [
        {
          zh: '这里有意不留检验数据：任务就是把这一句背下来，检验用的也是这一句。',
          en: 'There is deliberately no held-out set: the task is to learn this one sentence by heart, and it is checked on the same sentence.',
        },
      ],
    };
  },
};
