/** What loss a given compute buys, and how to split it between parameters and tokens. */
import {
  besirogluFit,
  hoffmannFit,
  optimum,
  ruleOfThumb,
  scalingLoss,
  type ScalingFit,
} from '../../../economics/scaling-law.ts';
import { lineOf, many, models, same, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const fits: readonly ScalingFit[] = [hoffmannFit, besirogluFit];
const fitOf = (index: number): ScalingFit => fits[index] ?? hoffmannFit;
/** Loss at a compute and a number of parameters. */
const lossAt = (fit: ScalingFit, flop: number, parameters: number): number =>
  scalingLoss(fit, parameters, flop / (6 * parameters));

export const spec = defineCalculator({
  title: { zh: '规模定律', en: 'The scaling law' },
  description: {
    zh: '给定算力，损失随参数量怎样变；最优在哪里，一生的服务又要多少算力。',
    en: 'For a given compute, how the loss depends on the parameters, where the best split is, and what serving adds over a lifetime.',
  },
  inputs: [
    many('C', '训练算力 C', 'Training compute C', 3.15e23, {
      unit: same('FLOP'),
      min: 1e17,
      max: 1e28,
      format: 'scientific',
    }),
    many('N', '参数 N', 'Parameters N', 51e9, { min: 1e6, max: 1e13 }),
    {
      kind: 'choice',
      key: 'fit',
      label: { zh: '用哪一组系数', en: 'Coefficients' },
      default: 0,
      options: [
        { value: 0, label: same('Hoffmann 2022') },
        { value: 1, label: same('Besiroglu 2024') },
      ],
    },
    many('T', '服役期内服务的词元 T', 'Tokens served over its life T', 10e12, {
      min: 1e6,
      max: 1e17,
    }),
  ],
  presets: [models.gpt3, models.chinchilla, models.llama].map(
    ({ label, parameters, tokens, source }) => ({
      label,
      values: { C: 6 * parameters * tokens, N: parameters },
      source,
    }),
  ),
  outputs: [
    {
      key: 'loss',
      label: { zh: '损失', en: 'Loss' },
      format: 'plain',
      unit: { zh: '奈特/词元', en: 'nats/token' },
      headline: true,
    },
    {
      key: 'D',
      label: { zh: '训练词元 D = C ÷ 6N', en: 'Training tokens D = C ÷ 6N' },
      format: 'big',
    },
    { key: 'ratio', label: { zh: '每个参数的词元', en: 'Tokens per parameter' }, format: 'plain' },
    {
      key: 'bestN',
      label: { zh: '曲线最低点的参数', en: 'Parameters at the lowest point' },
      format: 'big',
    },
    { key: 'bestLoss', label: { zh: '那里的损失', en: 'The loss there' }, format: 'plain' },
    {
      key: 'bestRatio',
      label: { zh: '那里每个参数的词元', en: 'Tokens per parameter there' },
      format: 'plain',
    },
    {
      key: 'ruleN',
      label: { zh: '经验法则的参数 √(C/120)', en: 'Rule of thumb √(C/120)' },
      format: 'big',
    },
    {
      key: 'ruleD',
      label: { zh: '经验法则的词元', en: 'Tokens by the rule of thumb' },
      format: 'big',
    },
    {
      key: 'serving',
      label: { zh: '服务是训练的', en: 'Serving over training' },
      format: 'plain',
      unit: { zh: '倍', en: '×' },
    },
  ],
  how: {
    zh: 'L = E + A/N^α + B/D^β，D = C ÷ 6N；最低点由系数求得，经验法则是 D = 20N（第 1 章式 1.1–1.3）；服务 ÷ 训练 = 2NT ÷ C。损失只能在同一份数据、同一个分词器之间比。',
    en: 'L = E + A/N^α + B/D^β with D = C ÷ 6N; the lowest point follows from the coefficients, the rule of thumb is D = 20N (chapter 1, equations 1.1–1.3); serving ÷ training = 2NT ÷ C. Losses compare only on the same data and tokenizer.',
  },
  source: {
    zh: 'Hoffmann 等 2022，arXiv:2203.15556；Besiroglu 等 2024，arXiv:2404.10102（同一批数据重新拟合）',
    en: 'Hoffmann et al. 2022, arXiv:2203.15556; Besiroglu et al. 2024, arXiv:2404.10102 (the same data fitted again)',
  },
  compute: ({ C, N, fit, T }) => {
    const chosen = fitOf(fit);
    const best = optimum(chosen, C);
    const rule = ruleOfThumb(C);
    const D = C / (6 * N);
    return {
      loss: scalingLoss(chosen, N, D),
      D,
      ratio: D / N,
      bestN: best.parameters,
      bestLoss: scalingLoss(chosen, best.parameters, best.tokens),
      bestRatio: best.tokens / best.parameters,
      ruleN: rule.parameters,
      ruleD: rule.tokens,
      serving: (2 * N * T) / C,
    };
  },
  verdicts: ({ N }, { loss, bestLoss, bestN }) => ({
    loss:
      loss - bestLoss < 0.01
        ? {
            tone: 'good',
            text: {
              zh: '离最低点不到 0.01：谷底很平。',
              en: 'Within 0.01 of the lowest: the valley is flat.',
            },
          }
        : N > bestN
          ? {
              tone: 'warn',
              text: {
                zh: '比最低点大：同样的算力，小一点的模型多读些词元，损失更低。',
                en: 'Larger than the lowest point: with this compute a smaller model on more tokens has a lower loss.',
              },
            }
          : {
              tone: 'plain',
              text: {
                zh: '比最低点小：训练上不是最优，服务便宜。',
                en: 'Smaller than the lowest point: not the best of training, but cheaper to serve.',
              },
            },
  }),
  chart: ({ C, N, fit }, { loss, bestN, bestLoss }) => {
    const from = Math.min(N, ruleOfThumb(C).parameters / 30, bestN / 10);
    const to = Math.max(N, ruleOfThumb(C).parameters * 10, bestN * 30);
    const xs = spread(from, to, 60, 'log');
    const chosen = fitOf(fit);
    return {
      caption: {
        zh: '算力不变，损失随参数量变化',
        en: 'Loss by parameters, with the same compute',
      },
      x: { label: { zh: '参数 N', en: 'Parameters N' }, scale: 'log', format: 'big' },
      y: { label: { zh: '损失', en: 'Loss' }, scale: 'linear', format: 'plain' },
      lines: [
        lineOf(same('Hoffmann 2022'), xs, (x) => lossAt(hoffmannFit, C, x)),
        lineOf(same('Besiroglu 2024'), xs, (x) => lossAt(besirogluFit, C, x)),
      ],
      marks: [
        { label: { zh: '选的 N', en: 'your N' }, x: N, y: loss },
        { label: { zh: '最低点', en: 'lowest' }, x: bestN, y: bestLoss },
        {
          label: same('D = 20N'),
          x: ruleOfThumb(C).parameters,
          y: lossAt(chosen, C, ruleOfThumb(C).parameters),
        },
      ],
    };
  },
});
