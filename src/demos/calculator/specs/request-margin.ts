/** What is left of the revenue of one request. */
import { requestCost } from '../../../economics/api-cost.ts';
import { costPlusPrice, grossMargin } from '../../../economics/unit-economics.ts';
import { lineOf, many, money, percent, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const tokens = { zh: '词元', en: 'tokens' };

export const spec = defineCalculator({
  title: { zh: '一次请求的毛利', en: 'The margin of one request' },
  description: {
    zh: '词元、单价、调用几次、收多少钱：毛利率是多少，调用到第几次就没有了。',
    en: 'Tokens, prices, calls and revenue: what the gross margin is, and at which call it is gone.',
  },
  inputs: [
    many('tin', '每次调用的输入', 'Input of a call', 3000, { unit: tokens, max: 1e8, whole: true }),
    many('tout', '每次调用的输出', 'Output of a call', 500, {
      unit: tokens,
      max: 1e8,
      whole: true,
    }),
    money('cin', '输入，每百万词元', 'Input per million tokens', 1),
    money('cout', '输出，每百万词元', 'Output per million tokens', 4),
    many('calls', '完成一次请求的调用次数', 'Calls for one request', 1, {
      max: 1000,
      format: 'plain',
      explanation: { zh: '智能体一次可以调用几十次', en: 'An agent may need dozens' },
    }),
    money('revenue', '这次请求的收入 p', 'Revenue of the request p', 0.02, { min: 0.0001 }),
    money('other', '托管、客服、审核，每次', 'Hosting, support, review, each', 0, {
      min: 0.0001,
      orZero: true,
    }),
    percent('wanted', '想要的毛利率', 'Target gross margin', 60, { max: 99 }),
  ],
  presets: [
    { label: { zh: '调用一次', en: 'One call' }, values: { calls: 1 } },
    { label: { zh: '智能体，八次', en: 'An agent, eight calls' }, values: { calls: 8 } },
  ],
  outputs: [
    {
      key: 'margin',
      label: { zh: '毛利率', en: 'Gross margin' },
      format: 'percent',
      headline: true,
    },
    { key: 'cost', label: { zh: '一次请求的成本', en: 'Cost of the request' }, format: 'money' },
    { key: 'left', label: { zh: '一次请求留下', en: 'Left of the request' }, format: 'money' },
    {
      key: 'limit',
      label: { zh: '毛利归零的调用次数', en: 'Calls at which nothing is left' },
      format: 'plain',
    },
    {
      key: 'price',
      label: { zh: '要想要的毛利率，得收', en: 'Revenue for the target margin' },
      format: 'money',
    },
  ],
  how: {
    zh: '毛利率 = 1 − (调用次数 ×(输入 × 价 + 输出 × 价) ÷ 10⁶ + 其他) ÷ 收入（第 1 章式 1.4）；要的收入 = 成本 ÷ (1 − 想要的毛利率)。',
    en: 'Margin = 1 − (calls × (input × price + output × price) ÷ 10⁶ + other) ÷ revenue (chapter 1, equation 1.4); revenue needed = cost ÷ (1 − target margin).',
  },
  compute: ({ tin, tout, cin, cout, calls, revenue, other, wanted }) => {
    const call = requestCost(tin, tout, 0, {
      inputPerMtok: cin,
      outputPerMtok: cout,
      cachedRatio: 1,
    });
    const cost = calls * call + other;
    return {
      margin: grossMargin(revenue, cost) ?? 0,
      cost,
      left: revenue - cost,
      limit: Math.max(0, revenue - other) / call,
      price: costPlusPrice(cost, wanted / 100),
    };
  },
  verdicts: ({ wanted }, { margin }) => ({
    margin:
      margin <= 0
        ? {
            tone: 'bad',
            text:
              margin < 0
                ? { zh: '每来一次请求就亏一次。', en: 'Every request loses money.' }
                : { zh: '一次请求什么也不剩。', en: 'A request leaves nothing.' },
          }
        : margin < wanted / 100
          ? {
              tone: 'warn',
              text: { zh: '有毛利，但低于想要的。', en: 'A margin, but below the target.' },
            }
          : {
              tone: 'good',
              text: { zh: '不低于想要的毛利率。', en: 'At least the target margin.' },
            },
  }),
  chart: ({ revenue, other, calls }, { cost, margin, limit }) => {
    const call = (cost - other) / calls;
    const xs = spread(1, Math.max(4, calls * 1.25, limit * 1.5), 40);
    return {
      caption: { zh: '毛利率随调用次数变化', en: 'Gross margin by number of calls' },
      x: { label: { zh: '调用次数', en: 'Calls' }, scale: 'linear', format: 'plain' },
      y: {
        label: { zh: '毛利率', en: 'Gross margin' },
        scale: 'linear',
        format: 'percent',
        include: [0, 1],
      },
      lines: [
        lineOf(
          { zh: '毛利率', en: 'Gross margin' },
          xs,
          (x) => grossMargin(revenue, call * x + other) ?? 0,
        ),
      ],
      marks: [{ label: { zh: '现在', en: 'now' }, x: calls, y: margin }],
    };
  },
});
