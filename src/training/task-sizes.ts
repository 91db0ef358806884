/**
 * How large a task's vocabularies and sequences are, without its files: what a run takes has to be
 * known before anything is fetched. `tests/unit/training/kinds/memory.test.ts` compares with the data.
 */
import type { AnyValues } from '../fields/field.ts';
import type { DataSizes } from './kinds/sizes.ts';

const text = (vocabulary: number): DataSizes => ({ kind: 'text', vocabulary });

/** Lengths in tokens, the target's without its bos or eos. */
const pairs = (
  [sourceVocabulary, sourceLength]: readonly [number, number],
  [targetVocabulary, length]: readonly [number, number],
): DataSizes => ({
  kind: 'pairs',
  sourceVocabulary,
  targetVocabulary,
  sourceLength,
  targetLength: length + 1,
});

/**
 * At most what the task's data have, and little more. A text of one's own is not known yet: it is taken
 * for one in an alphabet, or in bytes, and measured when it is read.
 */
export function sizesOfTask(task: string, parameters: AnyValues): DataSizes {
  const number = (name: string) => Number(parameters[name]);
  switch (task) {
    case 'reversal':
      return pairs([29, number('longest')], [29, number('longest')]);
    case 'sorting':
      return pairs([13, number('longest')], [13, number('longest')]);
    case 'addition':
      return pairs([14, 2 * number('digits') + 1], [13, number('digits') + 1]);
    case 'chinese-numerals': {
      const [arabic, chinese] = [[13, number('largest')] as const, [17, 2 * number('largest') - 1] as const]; // prettier-ignore
      return parameters['direction'] === 'to-digits'
        ? pairs(chinese, arabic)
        : pairs(arabic, chinese);
    }
    case 'dates':
      return pairs([55, 18], [14, 10]);
    case 'phonemes':
      return pairs([29, 8], [72, 11]);
    case 'pinyin':
      return pairs([1502, 3], [34, 17]);
    case 'tang':
      return text(number('characters'));
    case 'moby':
      return text(66);
    case 'names':
      return text(27);
    case 'memorise':
      return text(8);
    case 'own-text':
      return text(256);
    default:
      throw new Error(`There is no task ${task}.`);
  }
}
