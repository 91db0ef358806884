/**
 * Dates in several forms → ISO 8601: "二〇二四年三月五日", "2024年3月5日" and "March 5, 2024" are all
 * "2024-03-05". The year may come last and the month may be a name, so the model has to reorder,
 * look up and fill in zeros. Years 1900 to 2099.
 */
import { checked, type Field } from '../fields/field.ts';
import { alphabet, arabic, drawDay, forms, iso, longestForm, parseDate } from './date-forms.ts';
import { generatedData, pairSizes } from './seq2seq.ts';
import type { Seq2SeqTask } from './task.ts';
import { charactersOf } from './text.ts';

const parameters = [
  {
    key: 'form',
    label: { zh: '写法', en: 'Form' },
    kind: 'choice',
    options: [
      { value: 'both', label: { zh: '中文和英文', en: 'Chinese and English' } },
      { value: 'chinese', label: { zh: '中文', en: 'Chinese' } },
      { value: 'english', label: { zh: '英文', en: 'English' } },
    ],
    default: 'both',
  },
] as const satisfies readonly Field[];

export const dates: Seq2SeqTask = {
  kind: 'pairs',
  id: 'dates',
  name: { zh: '日期换写', en: 'Dates' },
  teaches: {
    zh: '翻译的雏形：年月日换位置、月份换写法，注意力图上能看见输出在输入的哪里找到自己。',
    en: 'Translation in miniature: parts change places and months change form, and attention shows where each output finds its input.',
  },
  parameters,
  assets: [],
  sizes: () => pairSizes([55, 18], [14, 10]),
  create(given) {
    const { form } = checked(parameters, given);
    const kinds = form === 'both' ? (['chinese', 'english'] as const) : ([form] as const);
    return generatedData({
      sourceTokens: charactersOf(kinds.map((kind) => alphabet[kind]).join('')),
      targetTokens: [...arabic, '-'],
      maxSourceLength: longestForm[form],
      maxTargetLength: 10,
      draw: (random) => {
        const writers = forms[kinds[random.integer(kinds.length)]!];
        return Array.from(writers[random.integer(writers.length)]!(drawDay(random)));
      },
      // A date stays on one side of the split in whatever form it is written.
      keyOf: (source) => iso(parseDate(source.join(''))!),
      solve: (source) => {
        const date = parseDate(source.join(''));
        return date === null ? null : Array.from(iso(date));
      },
    });
  },
};
