/** What the alarms of a classifier mean and are worth when the thing looked for is rare. */
import {
  alarmThreshold,
  negativePredictiveValue,
  outcomeShares,
  positivePredictiveValue,
  valuePerCase,
} from '../../../economics/classifier.ts';
import { lineOf, many, money, percent, same, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: '分类器值多少', en: 'What a classifier is worth' },
  description: {
    zh: '灵敏度、特异度和患病率定出报警里有多少是真的；再算收益、误报和漏报的账。',
    en: 'Sensitivity, specificity and prevalence say how many alarms are real; then come gains, false alarms and misses.',
  },
  inputs: [
    percent('pi', '患病率或缺陷率 π', 'Prevalence π', 1, { min: 0.001, scale: 'log' }),
    percent('s', '灵敏度 s', 'Sensitivity s', 90, { step: 0.5 }),
    percent('c', '特异度 c', 'Specificity c', 95, { step: 0.5 }),
    many('N', '判断多少例 N', 'Cases judged N', 10000, { max: 1e10, whole: true }),
    money('gain', '抓到一个的收益', 'Gain from a case found', 40, { max: 1e9, orZero: true }),
    money('miss', '漏掉一个的代价', 'Cost of a case missed', 0, { max: 1e9, orZero: true }),
    money('alarm', '一次误报的代价', 'Cost of a false alarm', 2, { max: 1e9, orZero: true }),
    money('each', '判断一次的成本', 'Cost of judging a case', 0.001, {
      min: 1e-6,
      max: 1e6,
      orZero: true,
    }),
  ],
  presets: [
    {
      id: 'factory',
      label: { zh: '工厂质检（例子）', en: 'Factory inspection (example)' },
      values: { pi: 1, s: 90, c: 95, N: 10000, gain: 40, miss: 0, alarm: 2, each: 0.001 },
    },
    {
      id: 'sepsis',
      label: { zh: '脓毒症预警', en: 'Sepsis alarm' },
      values: { pi: 6.6, s: 33, c: 83, N: 38455 },
      source: {
        zh: '38,455 次住院，外部验证，阈值 6：Wong 等 2021，JAMA Internal Medicine',
        en: '38,455 hospital stays, external validation, threshold 6: Wong et al. 2021, JAMA Internal Medicine',
      },
    },
    {
      id: 'mammography',
      label: { zh: '乳腺筛查', en: 'Breast screening' },
      values: { pi: 0.8, s: 80.5, c: 98.5, N: 100000 },
      source: {
        zh: 'MASAI 试验，人工智能辅助组：Gommers 等 2026，Lancet；患病率由间期癌和灵敏度推得',
        en: 'MASAI trial, arm with AI support: Gommers et al. 2026, Lancet; the prevalence follows from interval cancers and sensitivity',
      },
    },
  ],
  outputs: [
    {
      key: 'ppv',
      label: { zh: '报警里是真的（PPV）', en: 'Alarms that are real (PPV)' },
      format: 'percent',
      headline: true,
      optional: true,
    },
    {
      key: 'npv',
      label: { zh: '不报警里真没事（NPV）', en: 'Share of passes that are correct (NPV)' },
      format: 'percent',
      optional: true,
    },
    { key: 'alarms', label: { zh: '每千例报警', en: 'Alarms per thousand' }, format: 'plain' },
    { key: 'real', label: { zh: '其中真的', en: 'Of them real' }, format: 'plain' },
    { key: 'missed', label: { zh: '每千例漏掉', en: 'Missed per thousand' }, format: 'plain' },
    { key: 'value', label: { zh: '总价值', en: 'Value in all' }, format: 'money' },
    { key: 'without', label: { zh: '什么也不做', en: 'Doing nothing' }, format: 'money' },
    {
      key: 'threshold',
      label: { zh: '值得报警的概率', en: 'Probability worth an alarm' },
      format: 'percent',
      optional: true,
    },
  ],
  how: {
    zh: 'PPV = sπ ÷ (sπ + (1 − c)(1 − π))，NPV = c(1 − π) ÷ (c(1 − π) + (1 − s)π)；价值 = N × (πs × 收益 − π(1 − s)× 漏报 −(1 − π)(1 − c)× 误报 − 成本)（第 5 章式 5.4–5.6）。',
    en: 'PPV = sπ ÷ (sπ + (1 − c)(1 − π)), NPV = c(1 − π) ÷ (c(1 − π) + (1 − s)π); value = N × (πs × gain − π(1 − s) × miss − (1 − π)(1 − c) × false alarm − cost) (chapter 5, equations 5.4–5.6).',
  },
  compute: ({ pi, s, c, N, gain, miss, alarm, each }) => {
    const classifier = { sensitivity: s / 100, specificity: c / 100, prevalence: pi / 100 };
    const stakes = {
      truePositive: gain,
      falseNegative: miss,
      falsePositive: alarm,
      inference: each,
    };
    const shares = outcomeShares(classifier);
    return {
      ppv: positivePredictiveValue(classifier),
      npv: negativePredictiveValue(classifier),
      alarms: 1000 * (shares.truePositive + shares.falsePositive),
      real: 1000 * shares.truePositive,
      missed: 1000 * shares.falseNegative,
      value: N * valuePerCase(classifier, stakes),
      without: -N * (pi / 100) * miss,
      threshold: alarmThreshold(stakes),
    };
  },
  verdicts: (_, { ppv, npv, value, without, threshold }) => ({
    ppv:
      ppv === null
        ? { tone: 'plain', text: { zh: '从不报警。', en: 'It never gives an alarm.' } }
        : ppv < 0.5
          ? {
              tone: 'warn',
              text: {
                zh: '报警多半是假的，要有人逐个复核。',
                en: 'Most alarms are false; someone has to check each.',
              },
            }
          : ppv === 0.5
            ? {
                tone: 'warn',
                text: { zh: '一半报警是假的。', en: 'Half of the alarms are false.' },
              }
            : { tone: 'good', text: { zh: '报警多半是真的。', en: 'Most alarms are real.' } },
    ...(npv === null && {
      npv: { tone: 'plain', text: { zh: '每一例都报警。', en: 'Every case is an alarm.' } },
    }),
    value:
      value > without
        ? { tone: 'good', text: { zh: '比什么也不做好。', en: 'Better than doing nothing.' } }
        : value === without
          ? { tone: 'plain', text: { zh: '和什么也不做一样。', en: 'The same as doing nothing.' } }
          : { tone: 'bad', text: { zh: '不如什么也不做。', en: 'Worse than doing nothing.' } },
    ...(threshold === null && {
      threshold: {
        tone: 'plain',
        text: { zh: '没有得失，无从决定。', en: 'Nothing is at stake.' },
      },
    }),
  }),
  chart: ({ pi, s, c }, { ppv }) => {
    const xs = spread(0.0001, 0.9, 40, 'log');
    const at = (prevalence: number): number =>
      positivePredictiveValue({ sensitivity: s / 100, specificity: c / 100, prevalence }) ?? 0;
    return {
      caption: { zh: 'PPV 随患病率变化，模型不变', en: 'PPV by prevalence, with the same model' },
      x: { label: { zh: '患病率', en: 'Prevalence' }, scale: 'log', format: 'percent' },
      y: { label: same('PPV'), scale: 'linear', format: 'percent', include: [0, 1] },
      lines: [lineOf(same('PPV'), xs, at)],
      marks: ppv === null ? [] : [{ label: { zh: '现在', en: 'now' }, x: pi / 100, y: ppv }],
    };
  },
});
