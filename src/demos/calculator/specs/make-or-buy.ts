/** The first year on each of the five steps from an API to a model of one's own. */
import { evenVolumeMtok, firstYearCost, type Step } from '../../../economics/make-or-buy.ts';
import { lineOf, many, money, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const labels = [
  { zh: '① 接口', en: '① API' },
  { zh: '② 提示与检索', en: '② Prompts, retrieval' },
  { zh: '③ 微调，自己部署', en: '③ Fine-tune, self-host' },
  { zh: '④ 继续预训练', en: '④ Continued pre-training' },
  { zh: '⑤ 从头预训练', en: '⑤ Pre-training' },
] as const;

type Key = 'K1' | 'K2' | 'K3' | 'K4' | 'K5' | 'c1' | 'c2' | 'c3' | 'c4' | 'c5';

const stepsOf = (v: Readonly<Record<Key, number>>): readonly Step[] => [
  { fixedCost: v.K1, costPerMtok: v.c1 },
  { fixedCost: v.K2, costPerMtok: v.c2 },
  { fixedCost: v.K3, costPerMtok: v.c3 },
  { fixedCost: v.K4, costPerMtok: v.c4 },
  { fixedCost: v.K5, costPerMtok: v.c5 },
];

const fixed = { min: 1, max: 1e10, orZero: true, format: 'big' } as const;
const variable = { min: 0.001, max: 10000, orZero: true } as const;
const perMtok = { zh: '每百万词元', en: 'per M tokens' };

const asMtok = (tokens: number): number => tokens / 1e6;

export const spec = defineCalculator({
  title: { zh: '自建还是购买', en: 'Make or buy' },
  description: {
    zh: '五级台阶第一年的总账，以及从接口换到自己部署要多大的用量。',
    en: 'The first year’s cost on each of five steps, and the volume from which hosting your own beats the API.',
  },
  inputs: [
    many('V', '每月词元 V', 'Tokens a month V', 1e9, { min: 1e4, max: 1e15, row: true }),
    money('K1', '① 接口：固定', '① API: fixed', 30000, fixed),
    money('c1', '① 接口：变动', '① API: variable', 3, { ...variable, unit: perMtok }),
    money('K2', '② 检索：固定', '② Retrieval: fixed', 45000, fixed),
    money('c2', '② 检索：变动', '② Retrieval: variable', 5, { ...variable, unit: perMtok }),
    money('K3', '③ 微调：固定', '③ Fine-tune: fixed', 90000, fixed),
    money('c3', '③ 微调：变动', '③ Fine-tune: variable', 1, { ...variable, unit: perMtok }),
    money('K4', '④ 继续预训练：固定', '④ Continued: fixed', 400000, fixed),
    money('c4', '④ 继续预训练：变动', '④ Continued: variable', 1, { ...variable, unit: perMtok }),
    money('K5', '⑤ 从头预训练：固定', '⑤ Pre-training: fixed', 3e6, fixed),
    money('c5', '⑤ 从头预训练：变动', '⑤ Pre-training: variable', 0.8, {
      ...variable,
      unit: perMtok,
    }),
  ],
  outputs: [
    {
      key: 'even',
      label: { zh: '①与③打平的月用量', en: 'Volume at which ③ meets ①' },
      format: 'big',
      unit: { zh: '词元', en: 'tokens' },
      headline: true,
      optional: true,
    },
    { key: 'least', label: { zh: '第一年最少', en: 'Least in the first year' }, format: 'money' },
    { key: 'most', label: { zh: '第一年最多', en: 'Most in the first year' }, format: 'money' },
    {
      key: 'evenOwn',
      label: { zh: '①与⑤打平的月用量', en: 'Volume at which ⑤ meets ①' },
      format: 'big',
      unit: { zh: '词元', en: 'tokens' },
      optional: true,
    },
  ],
  how: {
    zh: '第一年 = 固定 + 12 × 月用量（百万词元）× 变动；打平用量 = 固定之差 ÷ (12 × 变动之差)（背景页式 0.5）。固定里有数据、评测、人、训练和保留的卡。钱以外的理由不在内。',
    en: 'First year = fixed + 12 × monthly volume (M tokens) × variable; even volume = difference in fixed ÷ (12 × difference in variable) (background, equation 0.5). Fixed holds data, evaluation, people, training and reserved GPUs. Reasons other than money are left out.',
  },
  compute: (v) => {
    const steps = stepsOf(v);
    const totals = steps.map((step) => firstYearCost(step, asMtok(v.V)));
    const even = (higher: number): number | null => {
      const volume = evenVolumeMtok(steps[0]!, steps[higher]!);
      return volume === null ? null : volume * 1e6;
    };
    return {
      even: even(2),
      least: Math.min(...totals),
      most: Math.max(...totals),
      evenOwn: even(4),
    };
  },
  verdicts: (v, { even, evenOwn }) => {
    const totals = stepsOf(v).map((step) => firstYearCost(step, asMtok(v.V)));
    const cheapest = labels[totals.indexOf(Math.min(...totals))]!;
    return {
      even:
        even === null
          ? {
              tone: 'bad',
              text: {
                zh: '打不平：③的变动成本不低于①，用量再大也追不上。',
                en: 'Never: ③ costs no less per token than ①, however large the volume.',
              },
            }
          : v.V >= even
            ? {
                tone: 'good',
                text: {
                  zh: '现在的用量到了这条线：③不比①贵。',
                  en: 'The present volume reaches it: ③ costs no more than ①.',
                },
              }
            : {
                tone: 'warn',
                text: {
                  zh: '现在的用量不到这条线：①比③便宜。',
                  en: 'The present volume is below it: ① is cheaper than ③.',
                },
              },
      least: {
        tone: 'plain',
        text: {
          zh: `现在的用量下最便宜的是 ${cheapest.zh}。`,
          en: `At this volume the cheapest is ${cheapest.en}.`,
        },
      },
      ...(evenOwn === null && {
        evenOwn: { tone: 'plain', text: { zh: '打不平。', en: 'Never.' } },
      }),
    };
  },
  chart: (v) => {
    const xs = spread(v.V / 30, v.V * 30, 30, 'log');
    const steps = stepsOf(v);
    return {
      caption: {
        zh: '第一年的总账，随月用量变化',
        en: 'Cost of the first year, by monthly volume',
      },
      x: { label: { zh: '每月词元', en: 'Tokens a month' }, scale: 'log', format: 'big' },
      y: { label: { zh: '第一年', en: 'First year' }, scale: 'log', format: 'money' },
      lines: labels.map((label, index) =>
        lineOf(label, xs, (x) => firstYearCost(steps[index]!, asMtok(x))),
      ),
      marks: [],
    };
  },
  table: (v) => ({
    caption: { zh: '第一年，按现在的用量', en: 'The first year, at the present volume' },
    corner: { zh: '台阶', en: 'Step' },
    columns: [
      { label: { zh: '固定', en: 'Fixed' }, format: 'money' },
      { label: { zh: '变动', en: 'Variable' }, format: 'money' },
      { label: { zh: '合计', en: 'In all' }, format: 'money' },
    ],
    rows: stepsOf(v).map((step, index) => {
      const total = firstYearCost(step, asMtok(v.V));
      return { label: labels[index]!, cells: [step.fixedCost, total - step.fixedCost, total] };
    }),
  }),
});
