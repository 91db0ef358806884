/** The parameters of the tasks on random sequences: how long these are. */
import { checked, type AnyValues, type Field, type Values } from '../fields/field.ts';
import { ReaderError } from '../language.ts';

export const lengths = [
  {
    key: 'shortest',
    label: { zh: '最短长度', en: 'Shortest length' },
    kind: 'number',
    whole: true,
    min: 1,
    max: 16,
    default: 4,
  },
  {
    key: 'longest',
    label: { zh: '最长长度', en: 'Longest length' },
    kind: 'number',
    whole: true,
    min: 1,
    max: 16,
    default: 8,
  },
] as const satisfies readonly Field[];

/** Both bounds; refuses a shortest length above the longest. */
export function lengthRange(given: AnyValues): Values<typeof lengths> {
  const range = checked(lengths, given);
  const { shortest, longest } = range;
  if (shortest <= longest) return range;
  throw new ReaderError('task-parameter', {
    zh: `最短长度 ${shortest} 大于最长长度 ${longest}；请改其中一个。`,
    en: `The shortest length ${shortest} is above the longest length ${longest}; change one of them.`,
  });
}
