/** Whether a customer pays back, and how long the cash lasts. */
import {
  burnMultiple,
  cappedLifetimeValue,
  lifetimeValue,
  netRevenueRetention,
  paybackMonths,
  runwayMonths,
} from '../../../economics/unit-economics.ts';
import { lineOf, money, percent, same, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const months = { zh: '个月', en: 'months' };

export const spec = defineCalculator({
  title: { zh: '单位经济', en: 'Unit economics' },
  description: {
    zh: '客户的终身毛利、获客成本和回本月数；再看现金还能撑多久、烧得值不值、老客户留住了多少。',
    en: 'Lifetime value, acquisition cost and payback; then how long the cash lasts, what the burn buys and how much of the old revenue stays.',
  },
  inputs: [
    money('arpu', '每客户每月收入', 'Revenue per customer and month', 50, { min: 0.01, max: 1e6 }),
    percent('margin', '毛利率', 'Gross margin', 60, { min: -100 }),
    percent('churn', '月流失率', 'Churn per month', 4, { min: 0.1, scale: 'log' }),
    money('cac', '获客成本 CAC', 'Acquisition cost CAC', 300, { min: 0.01, max: 1e7 }),
    {
      kind: 'number',
      key: 'cap',
      label: { zh: '只算前几个月', en: 'Count only the first' },
      unit: months,
      default: 36,
      min: 1,
      max: 120,
      scale: 'linear',
      step: 1,
      whole: true,
    },
    money('cash', '现金', 'Cash', 2.4e6, { min: 1, max: 1e11, format: 'big' }),
    money('burn', '每月净流出', 'Net burn per month', 120000, {
      min: 1,
      max: 1e10,
      orZero: true,
      format: 'big',
    }),
    money('arr', '一年净增的 ARR', 'Net new ARR of a year', 900000, {
      min: 1,
      max: 1e11,
      orZero: true,
      format: 'big',
    }),
    money('start', '期初老客户的收入', 'Revenue of old customers, start', 100, {
      min: 1,
      max: 1e10,
    }),
    money('more', '其中扩容', 'Of it: expansion', 15, { min: 0.1, max: 1e10, orZero: true }),
    money('less', '其中缩减', 'Of it: contraction', 5, { min: 0.1, max: 1e10, orZero: true }),
    money('lost', '其中流失', 'Of it: churned', 8, { min: 0.1, max: 1e10, orZero: true }),
  ],
  outputs: [
    { key: 'ratio', label: same('LTV ÷ CAC'), format: 'plain', headline: true },
    { key: 'value', label: { zh: '终身毛利 LTV', en: 'Lifetime value LTV' }, format: 'money' },
    {
      key: 'capped',
      label: { zh: '只算前几个月的 LTV', en: 'LTV of the first months only' },
      format: 'money',
    },
    {
      key: 'cappedRatio',
      label: { zh: '只算前几个月的 LTV ÷ CAC', en: 'That LTV ÷ CAC' },
      format: 'plain',
    },
    {
      key: 'payback',
      label: { zh: '回本', en: 'Payback' },
      format: 'plain',
      unit: months,
      optional: true,
    },
    {
      key: 'runway',
      label: { zh: '现金可撑', en: 'Runway' },
      format: 'plain',
      unit: months,
      optional: true,
    },
    {
      key: 'multiple',
      label: { zh: '烧钱倍数', en: 'Burn multiple' },
      format: 'plain',
      optional: true,
    },
    { key: 'nrr', label: { zh: '净收入留存 NRR', en: 'Net revenue retention' }, format: 'percent' },
  ],
  how: {
    zh: 'LTV = ARPU·GM ÷ 流失；回本 = CAC ÷ (ARPU·GM)；前 T 个月的 LTV = ARPU·GM·(1 − (1 − 流失)^T) ÷ 流失；可撑 = 现金 ÷ 净流出；烧钱倍数 = 一年的净流出 ÷ 净增 ARR；NRR = (期初 + 扩容 − 缩减 − 流失) ÷ 期初（第 8 章式 8.15–8.17）。',
    en: 'LTV = ARPU·GM ÷ churn; payback = CAC ÷ (ARPU·GM); LTV of T months = ARPU·GM·(1 − (1 − churn)^T) ÷ churn; runway = cash ÷ net burn; burn multiple = net burn of a year ÷ net new ARR; NRR = (start + expansion − contraction − churned) ÷ start (chapter 8, equations 8.15–8.17).',
  },
  source: {
    zh: 'LTV ÷ CAC ≥ 3、12 个月内回本：Skok，《SaaS Metrics 2.0》，成熟 SaaS 的经验法则；烧钱倍数：Sacks 2020',
    en: 'LTV ÷ CAC ≥ 3 and payback within 12 months: Skok, “SaaS Metrics 2.0”, rules of thumb of mature SaaS; burn multiple: Sacks 2020',
  },
  compute: (v) => {
    const [margin, churn] = [v.margin / 100, v.churn / 100];
    const value = lifetimeValue(v.arpu, margin, churn);
    const capped = cappedLifetimeValue(v.arpu, margin, churn, v.cap);
    return {
      ratio: value / v.cac,
      value,
      capped,
      cappedRatio: capped / v.cac,
      payback: paybackMonths(v.cac, v.arpu, margin),
      runway: runwayMonths(v.cash, v.burn),
      multiple: burnMultiple(12 * v.burn, v.arr),
      nrr: netRevenueRetention(v.start, v.more, v.less, v.lost),
    };
  },
  verdicts: (_, { ratio, payback, runway, multiple, nrr }) => ({
    ratio:
      ratio >= 3
        ? {
            tone: 'good',
            text: {
              zh: '不低于经验法则的 3 倍；寿命是按流失率外推的，年轻公司要打折看。',
              en: 'At least the 3 of the rule of thumb; the lifetime is extrapolated from churn, so young firms should discount it.',
            },
          }
        : ratio >= 1
          ? {
              tone: 'warn',
              text: {
                zh: '能回本，但低于经验法则的 3 倍。',
                en: 'It pays back, but less than the 3 of the rule of thumb.',
              },
            }
          : {
              tone: 'bad',
              text: {
                zh: '一个客户留下的全部毛利还不够获客。',
                en: 'A customer’s whole margin does not pay for winning them.',
              },
            },
    payback:
      payback === null
        ? {
            tone: 'bad',
            text: { zh: '毛利不为正，永远不回本。', en: 'Never: the margin is not positive.' },
          }
        : payback <= 12
          ? { tone: 'good', text: { zh: '在 12 个月以内。', en: 'Within 12 months.' } }
          : { tone: 'warn', text: { zh: '超过 12 个月。', en: 'More than 12 months.' } },
    runway:
      runway === null
        ? { tone: 'good', text: { zh: '没有净流出。', en: 'There is no net burn.' } }
        : runway >= 12
          ? {
              tone: 'plain',
              text: {
                zh: '预付的算力承诺要先从现金里减掉。',
                en: 'Take prepaid commitments for computing out of the cash first.',
              },
            }
          : { tone: 'warn', text: { zh: '不到一年。', en: 'Less than a year.' } },
    multiple:
      multiple === null
        ? {
            tone: 'warn',
            text: { zh: '没有净增的收入，算不出。', en: 'No new revenue, no multiple.' },
          }
        : multiple < 1
          ? { tone: 'good', text: { zh: '小于 1：极好。', en: 'Below 1: amazing.' } }
          : multiple <= 1.5
            ? { tone: 'good', text: { zh: '1 到 1.5：很好。', en: '1 to 1.5: great.' } }
            : multiple <= 2
              ? { tone: 'good', text: { zh: '1.5 到 2：好。', en: '1.5 to 2: good.' } }
              : multiple <= 3
                ? {
                    tone: 'warn',
                    text: { zh: '2 到 3：可疑。', en: '2 to 3: suspect.' },
                  }
                : { tone: 'bad', text: { zh: '大于 3：不好。', en: 'Above 3: bad.' } },
    nrr:
      nrr >= 1
        ? {
            tone: 'good',
            text: { zh: '老客户的收入没有缩。', en: 'The old customers’ revenue does not shrink.' },
          }
        : nrr < 0
          ? {
              tone: 'bad',
              text: {
                zh: '减去的比期初还多：请核对这几个数。',
                en: 'More is taken off than there was: check these numbers.',
              },
            }
          : {
              tone: 'warn',
              text: { zh: '老客户的收入在缩。', en: 'The old customers’ revenue shrinks.' },
            },
  }),
  chart: ({ arpu, margin, churn, cac }) => {
    const xs = spread(0, 48, 49);
    return {
      caption: {
        zh: '一个客户累计的毛利，减去获客成本',
        en: 'Margin of one customer so far, less the cost of winning them',
      },
      x: { label: { zh: '第几个月', en: 'Month' }, scale: 'linear', format: 'whole' },
      y: { label: { zh: '累计', en: 'So far' }, scale: 'linear', format: 'money', include: [0] },
      lines: [
        lineOf(
          { zh: '计入流失', en: 'With churn' },
          xs,
          (x) => cappedLifetimeValue(arpu, margin / 100, churn / 100, x) - cac,
        ),
        lineOf(
          { zh: '客户一直不走', en: 'Were nobody to leave' },
          xs,
          (x) => (arpu * margin * x) / 100 - cac,
        ),
      ],
      marks: [],
    };
  },
});
