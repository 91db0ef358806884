/** What one conversation costs through an API, with a history that is sent again at every turn. */
import {
  conversationTokens,
  requestCost,
  turnInputTokens,
  type TokenPrices,
} from '../../../economics/api-cost.ts';
import { lineOf, many, money, percent, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const tokens = { zh: '词元', en: 'tokens' };

interface Inputs {
  readonly system: number;
  readonly user: number;
  readonly answer: number;
  readonly cached: number;
  readonly ratio: number;
  readonly cin: number;
  readonly cout: number;
}

const pricesOf = ({ cin, cout, ratio }: Inputs): TokenPrices => ({
  inputPerMtok: cin,
  outputPerMtok: cout,
  cachedRatio: ratio / 100,
});

const costOf = (v: Inputs, turns: number, cachedShare: number): number => {
  const { input, output } = conversationTokens({
    turns,
    systemTokens: v.system,
    userTokens: v.user,
    answerTokens: v.answer,
  });
  return requestCost(input, output, cachedShare, pricesOf(v));
};

export const spec = defineCalculator({
  title: { zh: '一次对话多少钱', en: 'What one conversation costs' },
  description: {
    zh: '每一轮都把历史重发一遍，输入随轮数的平方增长；缓存能压下来多少。',
    en: 'Every turn sends the history again, so the input grows with the square of the turns; see how much a cache takes off.',
  },
  inputs: [
    many('turns', '轮数 k', 'Turns k', 10, { max: 1000, whole: true, format: 'plain' }),
    many('system', '系统提示 s₀', 'System prompt s₀', 500, { unit: tokens, max: 1e6, whole: true }),
    many('user', '用户每轮 a', 'The user, each turn a', 100, {
      unit: tokens,
      max: 1e6,
      whole: true,
    }),
    many('answer', '回答每轮 y', 'The answer, each turn y', 300, {
      unit: tokens,
      max: 1e6,
      whole: true,
      explanation: { zh: '推理模型“想”的部分也算', en: 'With what a reasoning model thinks' },
    }),
    money('cin', '输入，每百万词元', 'Input per million tokens', 1),
    money('cout', '输出，每百万词元', 'Output per million tokens', 4),
    percent('cached', '命中缓存的输入 h', 'Cached input h', 80),
    percent('ratio', '缓存价是原价的 κ', 'Cached price over full price κ', 10),
    many('users', '每月用户', 'Users a month', 10000, { max: 1e10, whole: true }),
    many('each', '每人每月对话', 'Conversations each', 20, { max: 10000, format: 'plain' }),
  ],
  outputs: [
    {
      key: 'cost',
      label: { zh: '一次对话', en: 'One conversation' },
      format: 'money',
      headline: true,
    },
    { key: 'input', label: { zh: '输入合计', en: 'Input in all' }, format: 'whole', unit: tokens },
    {
      key: 'output',
      label: { zh: '输出合计', en: 'Output in all' },
      format: 'whole',
      unit: tokens,
    },
    { key: 'last', label: { zh: '最后一轮', en: 'The last turn' }, format: 'money' },
    {
      key: 'growth',
      label: { zh: '最后一轮是第一轮的', en: 'The last turn over the first' },
      format: 'plain',
      unit: { zh: '倍', en: '×' },
    },
    { key: 'month', label: { zh: '一个月的账单', en: 'Bill of a month' }, format: 'money' },
  ],
  how: {
    zh: '输入 = k·s₀ + k(k+1)/2·a + k(k−1)/2·y，输出 = k·y（第 8 章式 8.13）；费用 = (输入 ×(1 − h + h·κ)× 输入价 + 输出 × 输出价) ÷ 10⁶（式 8.12）。',
    en: 'Input = k·s₀ + k(k+1)/2·a + k(k−1)/2·y, output = k·y (chapter 8, equation 8.13); cost = (input × (1 − h + h·κ) × input price + output × output price) ÷ 10⁶ (8.12).',
  },
  compute: (v) => {
    const conversation = {
      turns: v.turns,
      systemTokens: v.system,
      userTokens: v.user,
      answerTokens: v.answer,
    };
    const { input, output } = conversationTokens(conversation);
    const share = v.cached / 100;
    const turn = (number: number): number =>
      requestCost(turnInputTokens(conversation, number), v.answer, share, pricesOf(v));
    const cost = costOf(v, v.turns, share);
    return {
      cost,
      input,
      output,
      last: turn(v.turns),
      growth: turn(v.turns) / turn(1),
      month: cost * v.users * v.each,
    };
  },
  chart: (v, { cost }) => {
    const xs = spread(1, Math.max(20, v.turns * 1.5), 30).map(Math.round);
    const share = v.cached / 100;
    const turns = [...new Set(xs)];
    return {
      caption: { zh: '一次对话的费用，随轮数变化', en: 'Cost of a conversation, by turns' },
      x: { label: { zh: '轮数', en: 'Turns' }, scale: 'linear', format: 'whole' },
      y: {
        label: { zh: '一次对话', en: 'One conversation' },
        scale: 'linear',
        format: 'money',
        include: [0],
      },
      lines: [
        lineOf({ zh: '没有缓存', en: 'Without a cache' }, turns, (k) => costOf(v, k, 0)),
        lineOf({ zh: '按上面的缓存', en: 'With the cache above' }, turns, (k) =>
          costOf(v, k, share),
        ),
      ],
      marks: [{ label: { zh: '现在', en: 'now' }, x: v.turns, y: cost }],
    };
  },
});
