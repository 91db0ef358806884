/** The four questions of a founder on one panel: build, serve, pay back, permitted. */
import { servingCostPerMtok } from '../../../economics/inference.ts';
import { gpuHours, trainingFlop } from '../../../economics/training-cost.ts';
import { grossMargin, lifetimeValue, paybackMonths } from '../../../economics/unit-economics.ts';
import { asShown } from '../format.ts';
import { accelerators, many, money, percent, same } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

/** Presumption of systemic risk, Regulation (EU) 2024/1689, Art. 51(2). */
const euLineFlop = 1e25;
const leastRatio = 3;

export const spec = defineCalculator({
  title: { zh: '四个问题', en: 'Four questions' },
  description: {
    zh: '造得出来吗，供得起吗，每个客户都回本吗，允许吗：四个判断放在一起，一次改一个数。',
    en: 'Can we build it, can we serve it, does each customer pay back, may we: four judgements together; change one number at a time.',
  },
  inputs: [
    many('N', '参数 N', 'Parameters N', 8e9, { min: 1e6, max: 1e13 }),
    many('D', '训练词元 D', 'Training tokens D', 1e12, {
      min: 1e6,
      max: 1e14,
      explanation: { zh: '微调就填微调的词元', en: 'For fine-tuning, its tokens' },
    }),
    percent('mfu', '训练的利用率 MFU', 'Utilisation in training MFU', 40, { min: 1 }),
    money('rent', '每 GPU 小时的租金', 'Rent per GPU-hour', 2.5, { min: 0.01, max: 1000 }),
    money('budget', '训练的预算', 'Budget for training', 150000, {
      min: 1,
      max: 1e11,
      format: 'big',
    }),
    many('speed', '每张卡的吞吐', 'Throughput of a GPU', 2500, {
      unit: { zh: '词元/秒', en: 'tokens/s' },
      max: 1e6,
      format: 'plain',
    }),
    percent('use', '卡的利用率 u', 'Share of time sold u', 30, { min: 1 }),
    money('arpu', '每客户每月收入', 'Revenue per customer and month', 50, { min: 0.01, max: 1e6 }),
    many('tokens', '每客户每月用', 'Use per customer and month', 10, {
      unit: { zh: '百万词元', en: 'M tokens' },
      min: 0.001,
      max: 1e5,
      format: 'plain',
    }),
    percent('wanted', '想要的毛利率', 'Target gross margin', 60, { max: 99 }),
    percent('churn', '月流失率', 'Churn per month', 4, { min: 0.1, scale: 'log' }),
    money('cac', '获客成本 CAC', 'Acquisition cost CAC', 300, { min: 0.01, max: 1e7 }),
    {
      kind: 'number',
      key: 'open',
      label: { zh: '法律清单上还没办的', en: 'Legal duties still open' },
      unit: { zh: '项', en: 'items' },
      default: 0,
      min: 0,
      max: 20,
      scale: 'linear',
      step: 1,
      whole: true,
    },
  ],
  outputs: [
    {
      key: 'yes',
      label: { zh: '四个问题里，能的有', en: 'Questions answered yes' },
      format: 'whole',
      unit: { zh: '个', en: 'of 4' },
      headline: true,
    },
    {
      key: 'build',
      label: { zh: '造：训练的租金', en: 'Build: rent for training' },
      format: 'money',
    },
    { key: 'serve', label: { zh: '供：毛利率', en: 'Serve: gross margin' }, format: 'percent' },
    { key: 'ratio', label: { zh: '回本：LTV ÷ CAC', en: 'Pay back: LTV ÷ CAC' }, format: 'plain' },
    {
      key: 'line',
      label: { zh: '允许：对 10²⁵ FLOP', en: 'Permitted: against 10²⁵ FLOP' },
      format: 'percent',
    },
    {
      key: 'cost',
      label: { zh: '每百万词元的成本', en: 'Cost per million tokens' },
      format: 'money',
    },
    {
      key: 'payback',
      label: { zh: '回本', en: 'Payback' },
      format: 'plain',
      unit: { zh: '个月', en: 'months' },
      optional: true,
    },
    {
      key: 'flop',
      label: { zh: '训练的运算', en: 'Training' },
      format: 'scientific',
      unit: same('FLOP'),
    },
  ],
  how: {
    zh: '造：6ND ÷ (3600 × 峰值 × MFU) × 租金 ≤ 预算（式 0.1，峰值取 H100 稠密 989.4 TFLOP/s）；供：1 − 用量 × 每百万词元成本 ÷ 收入 ≥ 想要的毛利率（式 0.2）；回本：收入 × 毛利率 ÷ 流失 ÷ CAC ≥ 3（式 0.3）；允许：清单上没有未办的。只含推理成本。',
    en: 'Build: 6ND ÷ (3600 × peak × MFU) × rent ≤ budget (equation 0.1, peak of an H100, dense, 989.4 TFLOP/s); serve: 1 − use × cost per million ÷ revenue ≥ target margin (0.2); pay back: revenue × margin ÷ churn ÷ CAC ≥ 3 (0.3); permitted: nothing open on the list. Inference is the only cost counted.',
  },
  source: {
    zh: 'LTV ÷ CAC ≥ 3：Skok，经验法则，不是定律；10²⁵：欧盟条例 2024/1689 第 51 条第 2 款。不是法律意见',
    en: 'LTV ÷ CAC ≥ 3: Skok, a rule of thumb, no law; 10²⁵: Regulation (EU) 2024/1689, Art. 51(2). Not legal advice',
  },
  compute: (v) => {
    const flop = trainingFlop(v.N, v.D);
    const build = gpuHours(flop, accelerators.h100.peakTflops * 1e12, v.mfu / 100) * v.rent;
    const cost = servingCostPerMtok(1, v.rent, v.speed, v.use / 100);
    const serve = grossMargin(v.arpu, v.tokens * cost) ?? 0;
    const ratio = lifetimeValue(v.arpu, serve, v.churn / 100) / v.cac;
    // Judged as the verdicts below judge: on the numbers as they are shown.
    const answers = [
      asShown(build, 'money', 'en') <= v.budget,
      asShown(serve, 'percent', 'en') >= v.wanted / 100,
      asShown(ratio, 'plain', 'en') >= leastRatio,
      v.open === 0,
    ];
    return {
      yes: answers.filter(Boolean).length,
      build,
      serve,
      ratio,
      line: flop / euLineFlop,
      cost,
      payback: paybackMonths(v.cac, v.arpu, serve),
      flop,
    };
  },
  verdicts: (v, { yes, build, serve, ratio, line, payback }) => ({
    yes:
      yes === 4
        ? {
            tone: 'good',
            text: {
              zh: '四个都能。再看哪一个离临界值最近。',
              en: 'All four. Now see which one is closest to tipping.',
            },
          }
        : {
            tone: 'bad',
            text: { zh: '有一个不能，就还不能开工。', en: 'A single no is enough to wait.' },
          },
    build:
      build <= v.budget
        ? { tone: 'good', text: { zh: '能：在预算以内。', en: 'Yes: within the budget.' } }
        : { tone: 'bad', text: { zh: '不能：超出预算。', en: 'No: above the budget.' } },
    serve:
      serve >= v.wanted / 100
        ? {
            tone: 'good',
            text: { zh: '能：不低于想要的毛利率。', en: 'Yes: at least the target margin.' },
          }
        : {
            tone: 'bad',
            text: { zh: '不能：低于想要的毛利率。', en: 'No: below the target margin.' },
          },
    ratio:
      ratio >= leastRatio
        ? { tone: 'good', text: { zh: '能：不低于 3 倍。', en: 'Yes: at least 3.' } }
        : { tone: 'bad', text: { zh: '不能：低于 3 倍。', en: 'No: below 3.' } },
    line:
      v.open > 0
        ? {
            tone: 'bad',
            text: {
              zh: `不能：还有 ${v.open} 项没办。`,
              en: `No: open duties remain (${v.open}).`,
            },
          }
        : line > 1
          ? {
              tone: 'warn',
              text: {
                zh: '能，但欧盟推定有系统性风险，义务更多。',
                en: 'Yes, but the EU presumes systemic risk, with more duties.',
              },
            }
          : {
              tone: 'good',
              text: {
                zh: '能：清单办完了，也在 10²⁵ 以下。',
                en: 'Yes: nothing open, and below 10²⁵.',
              },
            },
    ...(payback === null && {
      payback: { tone: 'bad', text: { zh: '永远不回本。', en: 'Never.' } },
    }),
  }),
});
