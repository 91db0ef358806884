/** What it takes to train a model once: arithmetic, GPU-hours, days, money. */
import { gpuHours, trainingDays, trainingFlop } from '../../../economics/training-cost.ts';
import { accelerators, models } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

/** Presumption of systemic risk, Regulation (EU) 2024/1689, Art. 51(2). */
const euLineFlop = 1e25;

export const spec = defineCalculator({
  title: { zh: '训练一次要多少', en: 'What one training run takes' },
  description: {
    zh: '参数、词元、GPU 和利用率，算出浮点运算量、GPU 小时、天数和租金。',
    en: 'From parameters, tokens, GPU and utilisation to FLOP, GPU-hours, days and rent.',
  },
  inputs: [
    {
      kind: 'number',
      key: 'N',
      label: { zh: '参数 N', en: 'Parameters N' },
      explanation: {
        zh: '混合专家模型填激活的参数',
        en: 'For mixtures of experts, the active ones',
      },
      default: 175e9,
      min: 1e5,
      max: 1e13,
      scale: 'log',
      format: 'big',
    },
    {
      kind: 'number',
      key: 'D',
      label: { zh: '训练词元 D', en: 'Training tokens D' },
      default: 300e9,
      min: 1e6,
      max: 1e14,
      scale: 'log',
      format: 'big',
    },
    {
      kind: 'number',
      key: 'peak',
      label: { zh: '单卡峰值', en: 'Peak of one GPU' },
      unit: { zh: 'TFLOP/s', en: 'TFLOP/s' },
      explanation: {
        zh: '稠密 bf16，不是带稀疏的',
        en: 'Dense bf16, not the figure with sparsity',
      },
      default: 989.4,
      min: 1,
      max: 10000,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'mfu',
      label: { zh: '利用率 MFU', en: 'Utilisation MFU' },
      unit: { zh: '%', en: '%' },
      explanation: { zh: '公开的大训练多在 35–50', en: 'Large published runs: mostly 35–50' },
      default: 40,
      min: 1,
      max: 100,
      scale: 'linear',
      step: 1,
    },
    {
      kind: 'number',
      key: 'gpus',
      label: { zh: 'GPU 张数', en: 'Number of GPUs' },
      default: 1024,
      min: 1,
      max: 200000,
      scale: 'log',
      whole: true,
    },
    {
      kind: 'number',
      key: 'price',
      label: { zh: '每 GPU 小时的租金', en: 'Rent per GPU-hour' },
      default: 2.5,
      min: 0.01,
      max: 1000,
      scale: 'log',
      money: true,
    },
  ],
  presets: [
    ...[models.gpt3, models.chinchilla, models.llama, models.deepseek].map(
      ({ label, parameters, tokens, source }) => ({
        label,
        values: { N: parameters, D: tokens },
        source,
      }),
    ),
    ...[accelerators.a100, accelerators.h100].map(({ label, peakTflops, source }) => ({
      label,
      values: { peak: peakTflops },
      source,
    })),
  ],
  outputs: [
    {
      key: 'cost',
      label: { zh: '租金合计', en: 'Rent in all' },
      format: 'money',
      headline: true,
    },
    {
      key: 'flop',
      label: { zh: '浮点运算', en: 'Operations' },
      format: 'scientific',
      unit: { zh: 'FLOP', en: 'FLOP' },
    },
    { key: 'hours', label: { zh: 'GPU 小时', en: 'GPU-hours' }, format: 'whole' },
    {
      key: 'days',
      label: { zh: '用时', en: 'Time' },
      format: 'plain',
      unit: { zh: '天', en: 'days' },
    },
    { key: 'ratio', label: { zh: '每个参数的词元', en: 'Tokens per parameter' }, format: 'plain' },
    {
      key: 'line',
      label: { zh: '对 10²⁵ FLOP 那条线', en: 'Against the line of 10²⁵ FLOP' },
      format: 'percent',
    },
  ],
  how: {
    zh: 'C ≈ 6·N·D；GPU 小时 = C ÷ (3600 × 峰值 × MFU)；天数 = GPU 小时 ÷ (24 × 张数)；租金 = GPU 小时 × 单价。只是最后那一次训练：不含失败的试验、数据和人。',
    en: 'C ≈ 6·N·D; GPU-hours = C ÷ (3600 × peak × MFU); days = GPU-hours ÷ (24 × GPUs); rent = GPU-hours × price. Only the one final run: no failed attempts, no data, no people.',
  },
  source: {
    zh: '6·N·D：Kaplan 等 2020，arXiv:2001.08361；MFU：Chowdhery 等 2022，arXiv:2204.02311，附录 B；10²⁵：欧盟条例 2024/1689 第 51 条第 2 款',
    en: '6·N·D: Kaplan et al. 2020, arXiv:2001.08361; MFU: Chowdhery et al. 2022, arXiv:2204.02311, appendix B; 10²⁵: Regulation (EU) 2024/1689, Art. 51(2)',
  },
  compute: ({ N, D, peak, mfu, gpus, price }) => {
    const flop = trainingFlop(N, D);
    const hours = gpuHours(flop, peak * 1e12, mfu / 100);
    return {
      cost: hours * price,
      flop,
      hours,
      days: trainingDays(hours, gpus),
      ratio: D / N,
      line: flop / euLineFlop,
    };
  },
  verdicts: (_, { line, ratio }) => ({
    line:
      line > 1
        ? {
            tone: 'warn',
            text: {
              zh: '超过这条线：欧盟推定为有系统性风险的通用模型。',
              en: 'Above it: the EU presumes a general-purpose model with systemic risk.',
            },
          }
        : {
            tone: 'good',
            text: {
              zh: '在欧盟推定系统性风险的线以下。',
              en: 'Below the line at which the EU presumes systemic risk.',
            },
          },
    ratio: {
      tone: 'plain',
      text:
        ratio < 10
          ? {
              zh: '不到 20 的一半：同样的算力，小一点的模型配多一点的数据会更好。',
              en: 'Less than half of 20: with the same compute, a smaller model on more data would do better.',
            }
          : ratio > 40
            ? {
                zh: '超过 20 的两倍：训练多花一些，换来便宜的推理。',
                en: 'More than twice 20: more spent on training, for cheaper inference.',
              }
            : {
                zh: '和 20 这条经验法则差不到一倍。',
                en: 'Within a factor of two of the rule of thumb, 20.',
              },
    },
  }),
});
