/** What a million tokens cost on GPUs of one's own, and from when on that beats an API. */
import { selfHostBreakEvenMtok, servingCostPerMtok } from '../../../economics/inference.ts';
import { amortisedPerMtok } from '../../../economics/training-cost.ts';
import { lineOf, many, money, percent, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const hoursPerMonth = 720;

export const spec = defineCalculator({
  title: { zh: '自己部署，一百万词元多少钱', en: 'A million tokens on your own GPUs' },
  description: {
    zh: '租金、吞吐和利用率定出单位成本；再看每月多少词元以上，自己部署比接口便宜。',
    en: 'Rent, throughput and utilisation give the unit cost; then see from how many tokens a month it beats an API.',
  },
  inputs: [
    many('gpus', 'GPU 张数 n', 'GPUs n', 1, { max: 10000, whole: true, format: 'plain' }),
    money('rent', '每 GPU 小时的租金', 'Rent per GPU-hour', 2.5, { min: 0.01, max: 1000 }),
    many('speed', '满载吞吐，所有卡合计', 'Throughput under load, all GPUs', 2500, {
      unit: { zh: '词元/秒', en: 'tokens/s' },
      max: 1e7,
      explanation: {
        zh: '在自己的提示长度和延迟要求下实测',
        en: 'Measured with your prompts and your latency',
      },
    }),
    percent('use', '利用率 u', 'Utilisation u', 30, {
      min: 1,
      explanation: { zh: '一天里真正卖出去的时间', en: 'Share of the day that is really sold' },
    }),
    money('api', '接口每百万词元', 'API per million tokens', 1),
    money('marginal', '自己部署的边际成本，每百万词元', 'Own marginal cost per million', 0.1, {
      orZero: true,
      explanation: { zh: '电、流量等随用量走的', en: 'Power, traffic: what follows use' },
    }),
    money('staff', '每月值班和维护', 'Operations per month', 0, {
      min: 10,
      max: 1e7,
      orZero: true,
    }),
    money('training', '摊入的训练费', 'Training cost to carry', 0, {
      min: 100,
      max: 1e10,
      orZero: true,
      format: 'big',
    }),
    many('life', '模型服役期内的词元', 'Tokens served over its life', 2e12, {
      min: 1e6,
      max: 1e17,
    }),
  ],
  outputs: [
    {
      key: 'whole',
      label: { zh: '自己部署，每百万词元合计', en: 'Own cost per million tokens, in all' },
      format: 'money',
      headline: true,
    },
    {
      key: 'cost',
      label: { zh: '其中租金', en: 'Of it: rent' },
      format: 'money',
    },
    { key: 'full', label: { zh: '满载时的租金', en: 'Rent, fully loaded' }, format: 'money' },
    {
      key: 'operations',
      label: { zh: '其中值班和维护', en: 'Of it: operations' },
      format: 'money',
    },
    {
      key: 'carried',
      label: { zh: '其中摊入的训练', en: 'Of it: training carried' },
      format: 'money',
    },
    {
      key: 'volume',
      label: { zh: '打平的月用量', en: 'Tokens a month to break even' },
      format: 'big',
      unit: { zh: '词元', en: 'tokens' },
      optional: true,
    },
    {
      key: 'needed',
      label: { zh: '打平要的利用率', en: 'Break-even utilisation' },
      format: 'percent',
      optional: true,
    },
    {
      key: 'capacity',
      label: { zh: '满载一个月', en: 'A month fully loaded' },
      format: 'big',
      unit: { zh: '词元', en: 'tokens' },
    },
  ],
  how: {
    zh: 'c = n × 租金 ÷ (3600 × 吞吐 × u) × 10⁶（第 8 章式 8.10）；摊入 = 训练费 ÷ 服役期内的词元（式 8.11）；维护按现在的用量分摊；合计 = 租金 + 维护 + 摊入 + 边际；打平用量 = (n × 租金 × 720 + 维护) ÷ (接口 − 边际 − 摊入)（式 8.20）。',
    en: 'c = n × rent ÷ (3600 × throughput × u) × 10⁶ (chapter 8, equation 8.10); carried = training cost ÷ tokens over its life (8.11); operations are spread over the present volume; in all = rent + operations + carried + marginal; volume = (n × rent × 720 + operations) ÷ (API − marginal − carried) (8.20).',
  },
  compute: ({ gpus, rent, speed, use, api, marginal, staff, training, life }) => {
    const cost = servingCostPerMtok(gpus, rent, speed, use / 100);
    const fixed = gpus * rent * hoursPerMonth + staff;
    const carried = amortisedPerMtok(training, life);
    const volume = selfHostBreakEvenMtok(fixed, api, marginal + carried);
    const capacity = speed * 3600 * hoursPerMonth;
    const operations = (staff / (capacity * (use / 100))) * 1e6;
    return {
      whole: cost + operations + carried + marginal,
      cost,
      full: servingCostPerMtok(gpus, rent, speed, 1),
      operations,
      carried,
      volume: volume === null ? null : volume * 1e6,
      needed: volume === null ? null : (volume * 1e6) / capacity,
      capacity,
    };
  },
  verdicts: ({ api, use }, { whole, needed }) => ({
    whole:
      whole < api
        ? {
            tone: 'good',
            text: { zh: '低于接口的标价。', en: 'Below the price of the API.' },
          }
        : whole === api
          ? { tone: 'plain', text: { zh: '和接口一样。', en: 'The same as the API.' } }
          : {
              tone: 'warn',
              text: {
                zh: '高于接口的标价：现在还是用接口便宜。',
                en: 'Above the price of the API, which is the cheaper one at present.',
              },
            },
    needed:
      needed === null
        ? {
            tone: 'bad',
            text: {
              zh: '永远打不平：边际成本加上摊入的训练，不低于接口价。',
              en: 'Never: marginal cost and training carried are not below the API’s price.',
            },
          }
        : needed > 1
          ? {
              tone: 'bad',
              text: {
                zh: '这些卡满载也到不了打平的用量。',
                en: 'These GPUs cannot reach that volume even fully loaded.',
              },
            }
          : use / 100 < needed
            ? {
                tone: 'warn',
                text: {
                  zh: `现在的 ${use}% 还不到：过了这条线，自己部署才便宜。`,
                  en: `The present ${use}% is below it; above it, serving it yourself is cheaper.`,
                },
              }
            : {
                tone: 'good',
                text: {
                  zh: `现在的 ${use}% 已到这条线：自己部署不比接口贵。`,
                  en: `The present ${use}% reaches it: serving it yourself costs no more than the API.`,
                },
              },
  }),
  chart: ({ gpus, rent, speed, use, api, marginal, staff }, { whole, carried }) => {
    const xs = spread(0.05, 1, 39);
    const fixedAtFull =
      servingCostPerMtok(gpus, rent, speed, 1) + (staff / (speed * 3600 * hoursPerMonth)) * 1e6;
    return {
      caption: {
        zh: '每百万词元的总成本，随利用率变化',
        en: 'Whole cost per million tokens, by utilisation',
      },
      x: { label: { zh: '利用率', en: 'Utilisation' }, scale: 'linear', format: 'percent' },
      y: {
        label: { zh: '每百万词元', en: 'Per million tokens' },
        scale: 'linear',
        format: 'money',
        include: [0],
      },
      lines: [
        lineOf({ zh: '自己部署', en: 'Own GPUs' }, xs, (x) => fixedAtFull / x + carried + marginal),
        lineOf({ zh: '接口', en: 'API' }, [xs[0]!, 1], () => api),
      ],
      marks: [{ label: { zh: '现在', en: 'now' }, x: use / 100, y: whole }],
    };
  },
});
