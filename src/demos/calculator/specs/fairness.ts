/** Two groups and one threshold: gaps that cannot all be closed. */
import { gapsBetween, ratesAt, type Gaps, type Rates } from '../../../economics/fairness.ts';
import { lineOf, many, percent, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

interface Inputs {
  readonly piA: number;
  readonly piB: number;
  readonly sepA: number;
  readonly sepB: number;
  readonly shift: number;
}

const ratesOf = (v: Inputs, threshold: number): readonly [Rates, Rates] => [
  ratesAt({ baseRate: v.piA / 100, separation: v.sepA, shift: 0 }, threshold),
  ratesAt({ baseRate: v.piB / 100, separation: v.sepB, shift: v.shift }, threshold),
];

const gapsAt = (v: Inputs, threshold: number): Gaps => gapsBetween(...ratesOf(v, threshold));

export const spec = defineCalculator({
  title: { zh: '两组人，一个阈值', en: 'Two groups, one threshold' },
  description: {
    zh: '基础比率不同时，三种差距不能都为零。移动阈值，看着一个合上，另一个张开。',
    en: 'When base rates differ, the three gaps cannot all be zero. Move the threshold and watch one close as another opens.',
  },
  inputs: [
    {
      kind: 'number',
      key: 'threshold',
      label: { zh: '阈值', en: 'Threshold' },
      explanation: {
        zh: '得分到这里就判为正；负例得分的均值为 0、标准差为 1',
        en: 'Judged positive from here up; the negatives’ scores have mean 0 and deviation 1',
      },
      default: 0.8416,
      min: -3,
      max: 6,
      scale: 'linear',
      step: 0.05,
    },
    percent('piA', '甲组的基础比率', 'Group A: base rate', 30, { min: 1, max: 99 }),
    percent('piB', '乙组的基础比率', 'Group B: base rate', 50, { min: 1, max: 99 }),
    {
      kind: 'number',
      key: 'sepA',
      label: { zh: '甲组：正负例的得分差', en: 'Group A: distance between scores' },
      default: 1.6832,
      min: 0,
      max: 5,
      scale: 'linear',
      step: 0.05,
    },
    {
      kind: 'number',
      key: 'sepB',
      label: { zh: '乙组：正负例的得分差', en: 'Group B: distance between scores' },
      default: 1.6832,
      min: 0,
      max: 5,
      scale: 'linear',
      step: 0.05,
    },
    {
      kind: 'number',
      key: 'shift',
      label: { zh: '乙组的得分整体偏移', en: 'Group B: shift of the scores' },
      explanation: {
        zh: '例如测量对乙组不利时为负',
        en: 'Negative where the measurement is against B',
      },
      default: 0,
      min: -2,
      max: 2,
      scale: 'linear',
      step: 0.05,
    },
    many('n', '每组人数', 'People in each group', 1000, { max: 1e9, whole: true }),
  ],
  presets: [
    {
      label: { zh: '比率不同，分类器相同', en: 'Different rates, same classifier' },
      values: { threshold: 0.8416, piA: 30, piB: 50, sepA: 1.6832, sepB: 1.6832, shift: 0 },
    },
    {
      label: { zh: '比率相同，对乙组较不准', en: 'Same rates, less accurate for B' },
      values: { threshold: 0.8416, piA: 40, piB: 40, sepA: 2, sepB: 1.2, shift: 0 },
    },
    {
      label: { zh: '完全相同', en: 'All the same' },
      values: { threshold: 0.8416, piA: 40, piB: 40, sepA: 1.6832, sepB: 1.6832, shift: 0 },
    },
  ],
  outputs: [
    {
      key: 'parity',
      label: { zh: '人口统计均等的差距', en: 'Gap in demographic parity' },
      format: 'percent',
      headline: true,
    },
    {
      key: 'opportunity',
      label: { zh: '机会均等的差距', en: 'Gap in equal opportunity' },
      format: 'percent',
    },
    {
      key: 'predictive',
      label: { zh: '预测均等的差距', en: 'Gap in predictive parity' },
      format: 'percent',
    },
    {
      key: 'falsePositive',
      label: { zh: '假阳性率的差距', en: 'Gap in false-positive rate' },
      format: 'percent',
    },
    {
      key: 'ratio',
      label: { zh: '判为正的比例之比', en: 'Ratio of shares judged positive' },
      format: 'percent',
    },
    {
      key: 'error',
      label: { zh: '人口统计均等差距的标准误', en: 'Standard error of the parity gap' },
      format: 'percent',
    },
  ],
  how: {
    zh: '差距都取绝对值：判为正的比例、TPR、PPV、FPR 之差（第 7 章式 7.10、7.11）；得分按正态分布，方差都是 1。标准误 = √(p_A(1 − p_A)/n + p_B(1 − p_B)/n)。',
    en: 'Absolute differences in the share judged positive, TPR, PPV and FPR (chapter 7, equations 7.10 and 7.11); scores are normal with variance 1. Standard error = √(p_A(1 − p_A)/n + p_B(1 − p_B)/n).',
  },
  source: {
    zh: 'Hardt 等 2016，arXiv:1610.02413；Chouldechova 2017；Kleinberg 等 2016，arXiv:1609.05807',
    en: 'Hardt et al. 2016, arXiv:1610.02413; Chouldechova 2017; Kleinberg et al. 2016, arXiv:1609.05807',
  },
  compute: (v) => {
    const [a, b] = ratesOf(v, v.threshold);
    const variance = a.selected * (1 - a.selected) + b.selected * (1 - b.selected);
    return { ...gapsBetween(a, b), error: Math.sqrt(variance / v.n) };
  },
  verdicts: ({ piA, piB }, { parity, opportunity, predictive, ratio, error }) => ({
    parity:
      parity + opportunity + predictive < 0.005
        ? {
            tone: 'good',
            text: { zh: '三种差距都几乎为零。', en: 'All three gaps are almost zero.' },
          }
        : parity < 2 * error
          ? {
              tone: 'plain',
              text: {
                zh: '不到两个标准误：这么多人还测不出来。',
                en: 'Less than two standard errors: these numbers of people cannot show it.',
              },
            }
          : piA === piB
            ? {
                tone: 'warn',
                text: {
                  zh: '基础比率相同还有差距：分类器对两组不一样。',
                  en: 'A gap with equal base rates: the classifier treats the groups differently.',
                },
              }
            : {
                tone: 'warn',
                text: {
                  zh: '基础比率不同，三种差距不能都为零：要选一种，并写下理由。',
                  en: 'With different base rates they cannot all be zero: choose one, and write down why.',
                },
              },
    ratio:
      ratio >= 0.8
        ? { tone: 'good', text: { zh: '不低于五分之四。', en: 'At least four fifths.' } }
        : {
            tone: 'warn',
            text: {
              zh: '低于五分之四：美国招聘指引会追问。',
              en: 'Below four fifths: US hiring guidelines would ask.',
            },
          },
  }),
  chart: (v, { parity, opportunity, predictive }) => {
    const xs = spread(-1.5, 3.5, 51);
    return {
      caption: { zh: '三种差距，随阈值变化', en: 'The three gaps, by threshold' },
      x: { label: { zh: '阈值', en: 'Threshold' }, scale: 'linear', format: 'plain' },
      y: { label: { zh: '差距', en: 'Gap' }, scale: 'linear', format: 'percent', include: [0] },
      lines: [
        lineOf({ zh: '人口统计均等', en: 'Demographic parity' }, xs, (x) => gapsAt(v, x).parity),
        lineOf({ zh: '机会均等', en: 'Equal opportunity' }, xs, (x) => gapsAt(v, x).opportunity),
        lineOf({ zh: '预测均等', en: 'Predictive parity' }, xs, (x) => gapsAt(v, x).predictive),
      ],
      marks: [parity, opportunity, predictive].map((y) => ({
        label: { zh: '', en: '' },
        x: v.threshold,
        y,
      })),
    };
  },
  table: (v) => {
    const [a, b] = ratesOf(v, v.threshold);
    const row = ({ selected, truePositive, falsePositive, precision }: Rates): number[] => [
      selected,
      truePositive,
      falsePositive,
      precision,
    ];
    return {
      caption: { zh: '两组在这个阈值上', en: 'The groups at this threshold' },
      corner: { zh: '组', en: 'Group' },
      columns: [
        { label: { zh: '判为正', en: 'Judged positive' }, format: 'percent' },
        { label: { zh: '真阳性率', en: 'TPR' }, format: 'percent' },
        { label: { zh: '假阳性率', en: 'FPR' }, format: 'percent' },
        { label: { zh: 'PPV', en: 'PPV' }, format: 'percent' },
      ],
      rows: [
        { label: { zh: '甲', en: 'A' }, cells: row(a) },
        { label: { zh: '乙', en: 'B' }, cells: row(b) },
      ],
    };
  },
});
