/** How many users an A/B test needs, and what the difference would be worth. */
import {
  liftRevenue,
  smallestDifference,
  testDays,
  usersPerArm,
} from '../../../economics/experiment.ts';
import { lineOf, many, money, percent, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const days = { zh: '天', en: 'days' };
const points = { zh: '个百分点', en: 'points' };

export const spec = defineCalculator({
  title: { zh: 'A/B 实验要多少人', en: 'How many an A/B test needs' },
  description: {
    zh: '要看清一个差别，每组需要多少用户，跑多少天；时间定死时，能看清的最小差别又是多少。',
    en: 'How many users each arm needs to see a difference and for how many days; and the smallest difference that a fixed time can show.',
  },
  inputs: [
    percent('p', '现在的比例 p', 'Present rate p', 5, { min: 0.01, max: 99, scale: 'log' }),
    percent('d', '想看清的差别 δ', 'Difference to see δ', 0.2, {
      unit: points,
      min: 0.001,
      max: 50,
      scale: 'log',
    }),
    many('users', '每天进实验的用户', 'Users a day in the test', 20000, { max: 1e10, whole: true }),
    many('time', '最多能跑', 'Time there is', 14, {
      unit: days,
      max: 365,
      whole: true,
      format: 'plain',
    }),
    many('shown', '全量之后每天展示', 'Impressions a day, rolled out', 1e7, {
      max: 1e12,
      whole: true,
    }),
    money('click', '每次点击值', 'Value of a click', 0.5, { max: 1e6 }),
  ],
  outputs: [
    {
      key: 'days',
      label: { zh: '要跑', en: 'It takes' },
      format: 'plain',
      unit: days,
      headline: true,
    },
    { key: 'arm', label: { zh: '每组用户', en: 'Users in each arm' }, format: 'whole' },
    { key: 'both', label: { zh: '两组合计', en: 'Both arms' }, format: 'whole' },
    {
      key: 'smallest',
      label: { zh: '限期内能看清的最小差别', en: 'Smallest difference in that time' },
      format: 'plain',
      unit: points,
    },
    {
      key: 'gain',
      label: { zh: '差别若是真的，每天多', en: 'If real, more a day' },
      format: 'money',
    },
  ],
  how: {
    zh: '每组 n ≈ 16·p(1 − p) ÷ δ²，5% 显著性、80% 功效；每天多 = 展示 × δ × 每次点击值（第 5 章式 5.7、5.8）。按用户分组，期限事先定好。',
    en: 'Each arm n ≈ 16·p(1 − p) ÷ δ² at the 5% level with 80% power; more a day = impressions × δ × value of a click (chapter 5, equations 5.7 and 5.8). Split by user, and fix the end beforehand.',
  },
  source: {
    zh: 'Kohavi、Tang、Xu 2020，《Trustworthy Online Controlled Experiments》',
    en: 'Kohavi, Tang and Xu 2020, “Trustworthy Online Controlled Experiments”',
  },
  compute: ({ p, d, users, time, shown, click }) => {
    const [rate, difference] = [p / 100, d / 100];
    const arm = Math.ceil(usersPerArm(rate, difference) - 1e-6);
    return {
      days: testDays(arm, users),
      arm,
      both: 2 * arm,
      smallest: 100 * smallestDifference(rate, (users * time) / 2),
      gain: liftRevenue(shown, difference, click),
    };
  },
  verdicts: ({ time, d, p }, { days: needed, smallest }) => ({
    days:
      needed <= time
        ? {
            tone: 'good',
            text: { zh: '限期内跑得完。', en: 'It can be done in the time there is.' },
          }
        : {
            tone: 'warn',
            text: {
              zh: '限期内跑不完：看不清，不等于没有效果。',
              en: 'Not in the time there is: not seen does not mean not there.',
            },
          },
    smallest:
      smallest <= d
        ? {
            tone: 'good',
            text: { zh: '比想看清的还小。', en: 'Smaller than the one you want to see.' },
          }
        : smallest > p
          ? {
              tone: 'bad',
              text: {
                zh: '比现在的比例还大：人太少。',
                en: 'Larger than the present rate: too few users.',
              },
            }
          : {
              tone: 'warn',
              text: { zh: '比想看清的大。', en: 'Larger than the one you want to see.' },
            },
  }),
  chart: ({ p, d, users }, { days: needed }) => {
    const xs = spread(d / 5, d * 5, 40, 'log');
    return {
      caption: {
        zh: '要跑的天数，随差别变化：差别减半，天数乘四',
        en: 'Days by difference: half the difference, four times the days',
      },
      x: { label: { zh: '差别，百分点', en: 'Difference, points' }, scale: 'log', format: 'plain' },
      y: { label: { zh: '天', en: 'Days' }, scale: 'log', format: 'plain' },
      lines: [
        lineOf({ zh: '天数', en: 'Days' }, xs, (x) =>
          testDays(usersPerArm(p / 100, x / 100), users),
        ),
      ],
      marks: [{ label: { zh: '现在', en: 'now' }, x: d, y: needed }],
    };
  },
});
