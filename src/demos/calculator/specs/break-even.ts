/** How many customers cover the fixed cost, and what heavy use does to that number. */
import { breakEvenCustomers, grossMargin } from '../../../economics/unit-economics.ts';
import { lineOf, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: '多少客户才不亏', en: 'How many customers to break even' },
  description: {
    zh: '固定成本、价格和每个客户的变动成本，算出保本的客户数；再看用量翻倍会怎样。',
    en: 'From fixed cost, price and cost per customer to the number that breaks even; then see what heavier use does.',
  },
  inputs: [
    {
      kind: 'number',
      key: 'fixed',
      label: { zh: '每月固定成本', en: 'Fixed cost per month' },
      explanation: { zh: '工资、房租、包月的 GPU', en: 'Wages, rent, GPUs by the month' },
      default: 60000,
      min: 1,
      max: 1e9,
      scale: 'log',
      format: 'big',
      money: true,
    },
    {
      kind: 'number',
      key: 'price',
      label: { zh: '每月价格', en: 'Price per month' },
      default: 50,
      min: 0.01,
      max: 1e6,
      scale: 'log',
      money: true,
    },
    {
      kind: 'number',
      key: 'variable',
      label: { zh: '每个客户每月的变动成本', en: 'Variable cost per customer' },
      explanation: { zh: '词元、支付手续费、客服', en: 'Tokens, payment fees, support' },
      default: 20,
      min: 0.01,
      max: 1e6,
      scale: 'log',
      money: true,
    },
    {
      kind: 'number',
      key: 'use',
      label: { zh: '用量是原来的几倍', en: 'Use, as a multiple' },
      unit: { zh: '倍', en: '×' },
      explanation: {
        zh: '变动成本跟着用量走，价格不动',
        en: 'Variable cost follows use; the price stays',
      },
      default: 1,
      min: 0.1,
      max: 20,
      scale: 'log',
    },
  ],
  presets: [
    {
      label: { zh: '原来的用量', en: 'Use as planned' },
      values: { fixed: 60000, price: 50, variable: 20, use: 1 },
    },
    {
      label: { zh: '加了智能体：用量三倍', en: 'With agents: three times the use' },
      values: { fixed: 60000, price: 50, variable: 20, use: 3 },
    },
  ],
  outputs: [
    {
      key: 'customers',
      label: { zh: '保本的客户数', en: 'Customers to break even' },
      format: 'whole',
      headline: true,
      optional: true,
    },
    {
      key: 'contribution',
      label: { zh: '每个客户每月留下', en: 'Left per customer and month' },
      format: 'money',
    },
    { key: 'margin', label: { zh: '毛利率', en: 'Gross margin' }, format: 'percent' },
    {
      key: 'limit',
      label: { zh: '毛利归零的用量', en: 'Use at which nothing is left' },
      format: 'plain',
      unit: { zh: '倍', en: '×' },
    },
  ],
  how: {
    zh: '保本客户数 = 固定成本 ÷ (价格 − 变动成本 × 用量倍数)，向上取整。',
    en: 'Customers = fixed cost ÷ (price − variable cost × multiple of use), rounded up.',
  },
  compute: ({ fixed, price, variable, use }) => {
    const cost = variable * use;
    const customers = breakEvenCustomers(fixed, price, cost);
    return {
      customers: customers === null ? null : Math.ceil(customers - 1e-9),
      contribution: price - cost,
      margin: grossMargin(price, cost) ?? 0,
      limit: price / variable,
    };
  },
  verdicts: (_, { customers, margin }) => ({
    customers:
      customers === null
        ? {
            tone: 'bad',
            text: {
              zh: '永远不保本：一个客户留不下一分钱。',
              en: 'Never: a customer leaves nothing for the fixed cost.',
            },
          }
        : margin < 0.3
          ? {
              tone: 'warn',
              text: {
                zh: '毛利不到三成：用量稍涨，保本点就跑远。',
                en: 'Less than 30% margin: a little more use moves this far away.',
              },
            }
          : {
              tone: 'good',
              text: {
                zh: '每个客户都在分摊固定成本。',
                en: 'Every customer helps to carry the fixed cost.',
              },
            },
  }),
  chart: ({ fixed, price, variable, use }, { customers }) => {
    const most = Math.max(10, (customers ?? (2 * fixed) / price) * 2);
    const xs = spread(0, most, 25);
    return {
      caption: {
        zh: '每月的收入和成本，随客户数变化',
        en: 'Revenue and cost per month, by number of customers',
      },
      x: { label: { zh: '客户数', en: 'Customers' }, scale: 'linear', format: 'whole' },
      y: {
        label: { zh: '每月金额', en: 'Money per month' },
        scale: 'linear',
        format: 'money',
        include: [0],
      },
      lines: [
        lineOf({ zh: '收入', en: 'Revenue' }, xs, (x) => price * x),
        lineOf({ zh: '成本', en: 'Cost' }, xs, (x) => fixed + variable * use * x),
      ],
      marks:
        customers === null
          ? []
          : [{ label: { zh: '保本', en: 'Break-even' }, x: customers, y: price * customers }],
    };
  },
});
