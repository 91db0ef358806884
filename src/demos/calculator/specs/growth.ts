/** What a yearly factor does: compute up, prices down, and the bill in between. */
import { doublingYears, grown, yearsTo } from '../../../economics/growth.ts';
import { lineOf, many, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const perYear = { zh: '倍/年', en: '× a year' };
const months = { zh: '个月', en: 'months' };
const years = { zh: '年', en: 'years' };

const inMonths = (value: number | null): number | null => (value === null ? null : value * 12);

export const spec = defineCalculator({
  title: { zh: '算力涨、价格跌', en: 'Compute up, prices down' },
  description: {
    zh: '按年相乘的量：多久翻倍，多久碰到上限；单价跌、用量涨，账单往哪边走。',
    en: 'What is multiplied every year: how soon it doubles, when it meets a limit; and where the bill goes when prices fall and use rises.',
  },
  inputs: [
    {
      kind: 'number',
      key: 't',
      label: { zh: '往后几年 t', en: 'Years ahead t' },
      unit: years,
      default: 3,
      min: 0.5,
      max: 20,
      scale: 'linear',
      step: 0.5,
    },
    many('start', '上升的量，今天', 'What grows, today', 1e25, {
      min: 0.001,
      max: 1e30,
      format: 'scientific',
      explanation: {
        zh: '例如训练算力 FLOP、功率 MW；单位自定',
        en: 'Such as training FLOP, or power in MW; any unit',
      },
    }),
    many('up', '每年升到', 'Grows each year to', 4.6, {
      unit: perYear,
      min: 1.01,
      max: 1000,
      format: 'plain',
    }),
    many('limit', '它的上限', 'Its limit', 1e28, { min: 0.001, max: 1e33, format: 'scientific' }),
    many('down', '标价每年降到几分之一', 'List price falls each year by', 10, {
      unit: { zh: '分之一', en: '÷' },
      min: 1,
      max: 1000,
      format: 'plain',
    }),
    many('tokens', '每任务的词元每年', 'Tokens per task, each year', 1, {
      unit: perYear,
      min: 0.1,
      max: 100,
      format: 'plain',
    }),
    many('tasks', '任务数每年', 'Number of tasks, each year', 1, {
      unit: perYear,
      min: 0.1,
      max: 100,
      format: 'plain',
    }),
    many('today', '一次任务，今天', 'One task, today', 0.8, {
      min: 0.0001,
      max: 1e6,
      format: 'plain',
    }),
    many('target', '一次任务，想要', 'One task, wanted', 0.2, {
      min: 0.0001,
      max: 1e6,
      format: 'plain',
    }),
  ],
  presets: [
    {
      label: { zh: '训练算力 × 4.6', en: 'Training compute × 4.6' },
      values: { up: 4.6, start: 1e25, limit: 1e28 },
      source: {
        zh: 'Epoch AI，知名模型的训练算力，2010 年以来',
        en: 'Epoch AI, training compute of notable models since 2010',
      },
    },
    {
      label: { zh: '训练功率 × 2.1，100 MW 到 1 GW', en: 'Training power × 2.1, 100 MW to 1 GW' },
      values: { up: 2.1, start: 100, limit: 1000 },
      source: {
        zh: 'Emberson 等 2024，Epoch AI：训练前沿模型所需的功率',
        en: 'Emberson et al. 2024, Epoch AI: power to train frontier models',
      },
    },
    ...[9, 40, 900].map((down) => ({
      label: { zh: `标价 ÷ ${down}`, en: `List price ÷ ${down}` },
      values: { down },
      source: {
        zh: 'Cottier 等 2025，Epoch AI：同一能力的标价每年降到 1/9 至 1/900，因任务而异',
        en: 'Cottier et al. 2025, Epoch AI: the list price of equal ability falls to between 1/9 and 1/900 every year, by task',
      },
    })),
    {
      label: { zh: '标价 ÷ 10', en: 'List price ÷ 10' },
      values: { down: 10 },
      source: { zh: 'Appenzeller 2024，a16z', en: 'Appenzeller 2024, a16z' },
    },
  ],
  outputs: [
    {
      key: 'bill',
      label: { zh: '那时的账单，今天 = 1', en: 'The bill then, today = 1' },
      format: 'plain',
      headline: true,
    },
    {
      key: 'then',
      label: { zh: '上升的量，那时', en: 'That quantity then' },
      format: 'scientific',
    },
    {
      key: 'double',
      label: { zh: '翻倍要', en: 'It doubles in' },
      format: 'plain',
      unit: months,
      optional: true,
    },
    {
      key: 'reach',
      label: { zh: '碰到上限还要', en: 'Limit reached in' },
      format: 'plain',
      unit: years,
      optional: true,
    },
    {
      key: 'price',
      label: { zh: '单价那时，今天 = 1', en: 'The price then, today = 1' },
      format: 'plain',
    },
    {
      key: 'halve',
      label: { zh: '单价减半要', en: 'The price halves in' },
      format: 'plain',
      unit: months,
      optional: true,
    },
    { key: 'task', label: { zh: '一次任务，那时', en: 'One task, then' }, format: 'money' },
    {
      key: 'wait',
      label: { zh: '一次任务到想要的价，还要', en: 'Wanted price of a task reached in' },
      format: 'plain',
      unit: years,
      optional: true,
    },
  ],
  how: {
    zh: 'x(t) = x₀·g^t；翻倍 = ln 2 ÷ ln g；到上限 = ln(上限 ÷ x₀) ÷ ln g（背景页式 0.6，第 7 章式 7.4）；账单的年倍数 = 词元 × 任务 ÷ 降价。这是外推，不是预测；标价也不是成本。',
    en: 'x(t) = x₀·g^t; doubling = ln 2 ÷ ln g; limit after ln(limit ÷ x₀) ÷ ln g (background, formula 0.6; chapter 7, 7.4); the bill grows by tokens × tasks ÷ price fall. An extrapolation, not a forecast; and list price is not cost.',
  },
  compute: ({ t, start, up, limit, down, tokens, tasks, today, target }) => ({
    bill: grown(1, (tokens * tasks) / down, t),
    then: grown(start, up, t),
    double: inMonths(doublingYears(up)),
    reach: yearsTo(start, limit, up),
    price: grown(1, 1 / down, t),
    halve: inMonths(doublingYears(1 / down)),
    task: grown(today, tokens / down, t),
    wait: yearsTo(today, target, tokens / down),
  }),
  verdicts: ({ down, tokens, tasks, today, target }, { bill, reach, wait, halve }) => ({
    bill:
      bill > 1
        ? {
            tone: 'warn',
            text:
              down > 1
                ? {
                    zh: '单价跌了，账单还是涨：用量涨得更快。',
                    en: 'The price falls and the bill still grows: use grows faster.',
                  }
                : {
                    zh: '单价不动，账单跟着用量涨。',
                    en: 'The price stands still; the bill follows use.',
                  },
          }
        : bill === 1
          ? { tone: 'plain', text: { zh: '和今天一样。', en: 'The same as today.' } }
          : {
              tone: 'good',
              text:
                tokens * tasks > 1
                  ? {
                      zh: '降价快过用量，账单在降。',
                      en: 'Prices fall faster than use grows; the bill falls.',
                    }
                  : down > 1
                    ? {
                        zh: '用量没有涨，单价在降。',
                        en: 'Use does not grow, and the price falls.',
                      }
                    : {
                        zh: '单价不动，用量在减。',
                        en: 'The price stands still, and use shrinks.',
                      },
            },
    ...(reach === null && {
      reach: {
        tone: 'plain',
        text: { zh: '今天已经过了上限。', en: 'It is above its limit today.' },
      },
    }),
    ...(halve === null && {
      halve: { tone: 'plain', text: { zh: '单价不动。', en: 'The price stands still.' } },
    }),
    ...(wait === null && {
      wait:
        today <= target
          ? { tone: 'good', text: { zh: '今天就不贵于想要的。', en: 'It is not above it today.' } }
          : {
              tone: 'warn',
              text: { zh: '照这样走，到不了。', en: 'It does not get there in this way.' },
            },
    }),
  }),
  chart: ({ t, up, down, tokens, tasks }, { bill }) => {
    const xs = spread(0, t, 13);
    return {
      caption: { zh: '今天 = 1，往后每年', en: 'Today = 1, and the years after' },
      x: { label: { zh: '年', en: 'Years' }, scale: 'linear', format: 'plain' },
      y: { label: { zh: '今天 = 1', en: 'Today = 1' }, scale: 'log', format: 'scientific' },
      lines: [
        lineOf({ zh: '上升的量', en: 'What grows' }, xs, (x) => grown(1, up, x)),
        lineOf({ zh: '标价', en: 'List price' }, xs, (x) => grown(1, 1 / down, x)),
        lineOf({ zh: '账单', en: 'Bill' }, xs, (x) => grown(1, (tokens * tasks) / down, x)),
      ],
      marks: [{ label: { zh: '账单', en: 'bill' }, x: t, y: bill }],
    };
  },
});
