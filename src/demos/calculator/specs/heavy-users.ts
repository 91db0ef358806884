/** A flat price when a few users use most. */
import {
  cappedMeanUse,
  meanUse,
  shareAbove,
  useShareAbove,
} from '../../../economics/heavy-users.ts';
import { lineOf, money, same, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

/** z of the 90th percentile of a normal distribution. */
const topTenth = 1.2815515655446004;

export const spec = defineCalculator({
  title: { zh: '包月价和重度用户', en: 'A flat price and heavy users' },
  description: {
    zh: '用量服从对数正态分布时，平均成本由长尾决定；封顶能救回多少。',
    en: 'When use is log-normal, the tail decides the mean cost; see how much a cap saves.',
  },
  inputs: [
    money('price', '每月价格 p', 'Price per month p', 20, { min: 0.01 }),
    money('cost', '每百万词元的成本 c', 'Cost per million tokens c', 2),
    {
      kind: 'number',
      key: 'median',
      label: { zh: '用量的中位数 m', en: 'Median use m' },
      unit: { zh: '百万词元/月', en: 'M tokens/month' },
      default: 4,
      min: 0.001,
      max: 10000,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'sigma',
      label: { zh: '离散程度 σ', en: 'Spread σ' },
      explanation: {
        zh: '对数的标准差；拿自己的用量直方图估',
        en: 'Standard deviation of the logarithm; estimate it from your own histogram',
      },
      default: 1,
      min: 0.1,
      max: 3,
      scale: 'linear',
      step: 0.05,
    },
    {
      kind: 'number',
      key: 'cap',
      label: { zh: '若每人封顶在', en: 'If everyone is capped at' },
      unit: { zh: '百万词元/月', en: 'M tokens/month' },
      default: 15,
      min: 0.001,
      max: 100000,
      scale: 'log',
    },
  ],
  presets: [
    { label: same('σ = 0.5'), values: { sigma: 0.5 } },
    { label: same('σ = 1'), values: { sigma: 1 } },
    { label: same('σ = 1.5'), values: { sigma: 1.5 } },
    { label: same('σ = 2'), values: { sigma: 2 } },
  ],
  outputs: [
    {
      key: 'profit',
      label: { zh: '每客户每月毛利', en: 'Margin per customer and month' },
      format: 'money',
      headline: true,
    },
    {
      key: 'mean',
      label: { zh: '平均用量', en: 'Mean use' },
      format: 'plain',
      unit: { zh: '百万词元', en: 'M tokens' },
    },
    { key: 'meanCost', label: { zh: '平均成本', en: 'Mean cost' }, format: 'money' },
    {
      key: 'medianCost',
      label: { zh: '中位用户的成本', en: 'Cost of the median user' },
      format: 'money',
    },
    { key: 'losing', label: { zh: '亏本的客户', en: 'Customers at a loss' }, format: 'percent' },
    { key: 'top', label: { zh: '前一成用户用掉', en: 'Used by the top tenth' }, format: 'percent' },
    {
      key: 'zero',
      label: { zh: '毛利归零的 σ', en: 'σ at which nothing is left' },
      format: 'plain',
      optional: true,
    },
    { key: 'capped', label: { zh: '封顶后的毛利', en: 'Margin with the cap' }, format: 'money' },
    {
      key: 'touched',
      label: { zh: '碰到封顶的用户', en: 'Users who meet the cap' },
      format: 'percent',
    },
  ],
  how: {
    zh: '平均用量 = m·e^(σ²/2)；亏本的比例 = 1 − Φ(ln(p ÷ (c·m)) ÷ σ)（第 8 章式 8.18）；封顶后的平均是 E[min(用量, 封顶)]。',
    en: 'Mean use = m·e^(σ²/2); share at a loss = 1 − Φ(ln(p ÷ (c·m)) ÷ σ) (chapter 8, equation 8.18); with a cap the mean is E[min(use, cap)].',
  },
  compute: ({ price, cost, median, sigma, cap }) => {
    const mean = meanUse(median, sigma);
    const covered = price / (cost * median);
    return {
      profit: price - cost * mean,
      mean,
      meanCost: cost * mean,
      medianCost: cost * median,
      losing: shareAbove(price / cost, median, sigma),
      top: useShareAbove(median * Math.exp(sigma * topTenth), median, sigma),
      zero: covered > 1 ? Math.sqrt(2 * Math.log(covered)) : null,
      capped: price - cost * cappedMeanUse(median, sigma, cap),
      touched: shareAbove(cap, median, sigma),
    };
  },
  verdicts: ({ price }, { profit, capped, zero, medianCost }) => ({
    profit:
      profit > 0
        ? {
            tone: 'good',
            text: {
              zh: '平均还有赚；再看离归零的 σ 有多远。',
              en: 'A gain on average; see how far off the σ of zero is.',
            },
          }
        : profit === 0
          ? {
              tone: 'warn',
              text: { zh: '平均下来不赚不亏。', en: 'Neither gain nor loss on average.' },
            }
          : {
              tone: 'bad',
              text:
                medianCost < price
                  ? {
                      zh: '中位用户看着赚钱，平均下来在亏。',
                      en: 'A loss on average, although the median user looks profitable.',
                    }
                  : { zh: '平均下来在亏。', en: 'A loss on average.' },
            },
    ...(zero === null && {
      zero: {
        tone: 'bad',
        text: { zh: '中位用户就亏本了。', en: 'Even the median user is served at a loss.' },
      },
    }),
    capped:
      capped > 0
        ? { tone: 'good', text: { zh: '封顶之后不亏。', en: 'No loss with the cap.' } }
        : capped === 0
          ? {
              tone: 'warn',
              text: { zh: '封顶之后不赚不亏。', en: 'Neither gain nor loss with the cap.' },
            }
          : { tone: 'bad', text: { zh: '封顶之后还是亏。', en: 'Still a loss with the cap.' } },
  }),
  chart: ({ price, cost, median, sigma, cap }, { profit }) => {
    const xs = spread(0.1, Math.max(2, sigma), 40);
    return {
      caption: { zh: '每客户毛利，随 σ 变化', en: 'Margin per customer, by σ' },
      x: { label: { zh: '离散程度 σ', en: 'Spread σ' }, scale: 'linear', format: 'plain' },
      y: {
        label: { zh: '每客户每月毛利', en: 'Margin per customer and month' },
        scale: 'linear',
        format: 'money',
        include: [0],
      },
      lines: [
        lineOf({ zh: '不封顶', en: 'Without a cap' }, xs, (x) => price - cost * meanUse(median, x)),
        lineOf(
          { zh: '封顶', en: 'With the cap' },
          xs,
          (x) => price - cost * cappedMeanUse(median, x, cap),
        ),
      ],
      marks: [{ label: { zh: '现在', en: 'now' }, x: sigma, y: profit }],
    };
  },
});
