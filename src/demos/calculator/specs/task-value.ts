/** Whether a task is worth handing to a model: tokens against minutes and mistakes. */
import { breakEvenQuality, taskCost, taskValue, type Task } from '../../../economics/api-cost.ts';
import { lineOf, many, money, percent, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const minutes = { zh: '分钟', en: 'minutes' };
const tokens = { zh: '词元', en: 'tokens' };

interface Inputs {
  readonly wage: number;
  readonly saved: number;
  readonly check: number;
  readonly tin: number;
  readonly tout: number;
  readonly cin: number;
  readonly cout: number;
  readonly retry: number;
  readonly failure: number;
}

const taskOf = (v: Inputs): Task => ({
  wagePerHour: v.wage,
  savedMinutes: v.saved,
  checkMinutes: v.check,
  cost: taskCost(v.tin, v.tout, v.cin, v.cout, v.retry / 100),
  failureCost: v.failure,
});

export const spec = defineCalculator({
  title: { zh: '一件任务值不值', en: 'Is a task worth it' },
  description: {
    zh: '词元、单价和重试是成本，省下的分钟是收益，检查和失败要扣掉；质量到多少才保本。',
    en: 'Tokens, prices and retries on one side, minutes saved on the other, less checking and failures; and the quality that breaks even.',
  },
  inputs: [
    money('wage', '工资 w，每小时', 'Wage w, per hour', 30, { min: 0.1 }),
    many('saved', '做成一次省下 m', 'Saved by a success m', 6, {
      unit: minutes,
      min: 0.01,
      max: 10000,
      format: 'plain',
    }),
    many('check', '每次检查 n', 'Checking each n', 2, {
      unit: minutes,
      min: 0.01,
      max: 10000,
      orZero: true,
      format: 'plain',
    }),
    percent('quality', '做成的比例 q', 'Share of successes q', 80),
    money('failure', '漏掉的失败每次损失', 'Loss from each failure', 0.5, {
      max: 1e7,
      orZero: true,
    }),
    many('tin', '输入', 'Input', 3500, { unit: tokens, max: 1e8, whole: true }),
    many('tout', '输出', 'Output', 1000, { unit: tokens, max: 1e8, whole: true }),
    money('cin', '输入，每百万词元', 'Input per million tokens', 2),
    money('cout', '输出，每百万词元', 'Output per million tokens', 8),
    percent('retry', '重试和循环的附加 r', 'Extra by retries and loops r', 0, {
      max: 5000,
      step: 10,
    }),
  ],
  presets: [
    {
      label: { zh: '归类一张工单', en: 'Classify a ticket' },
      values: { tin: 600, tout: 10, retry: 0 },
    },
    {
      label: { zh: '翻译一页', en: 'Translate a page' },
      values: { tin: 800, tout: 900, retry: 0 },
    },
    {
      label: { zh: '带检索的客服回答', en: 'Support answer with retrieval' },
      values: { tin: 4000, tout: 300, retry: 10 },
    },
    {
      label: { zh: '抽取十页单据', en: 'Extract from ten pages' },
      values: { tin: 15000, tout: 800, retry: 20 },
    },
    {
      label: { zh: '智能体改一个缺陷', en: 'Agent fixes a bug' },
      values: { tin: 400000, tout: 8000, retry: 100 },
    },
  ],
  outputs: [
    {
      key: 'value',
      label: { zh: '一次任务的净值', en: 'Net value of one task' },
      format: 'money',
      headline: true,
    },
    { key: 'cost', label: { zh: '一次任务的词元', en: 'Tokens of one task' }, format: 'money' },
    { key: 'labour', label: { zh: '省下的人工', en: 'Labour saved' }, format: 'money' },
    { key: 'checking', label: { zh: '检查的人工', en: 'Labour for checking' }, format: 'money' },
    { key: 'failures', label: { zh: '失败的损失', en: 'Loss from failures' }, format: 'money' },
    { key: 'even', label: { zh: '保本质量 q*', en: 'Break-even quality q*' }, format: 'percent' },
  ],
  how: {
    zh: '词元成本 = (输入 × 价 + 输出 × 价) ÷ 10⁶ ×(1 + r)；净值 = w/60 ×(q·m − n) − 词元成本 −(1 − q)× 损失；令净值为 0 得 q*（第 5 章式 5.1–5.3）。',
    en: 'Token cost = (input × price + output × price) ÷ 10⁶ × (1 + r); value = w/60 × (q·m − n) − token cost − (1 − q) × loss; q* is where it is 0 (chapter 5, equations 5.1–5.3).',
  },
  compute: (v) => {
    const task = taskOf(v);
    const quality = v.quality / 100;
    return {
      value: taskValue(task, quality),
      cost: task.cost,
      labour: (v.wage / 60) * quality * v.saved,
      checking: (v.wage / 60) * v.check,
      failures: (1 - quality) * v.failure,
      even: breakEvenQuality(task),
    };
  },
  verdicts: (_, { value, even }) => ({
    value:
      value > 0
        ? {
            tone: 'good',
            text: {
              zh: '值得：平均每次有得赚。',
              en: 'Worth it: an average task leaves something.',
            },
          }
        : value === 0
          ? { tone: 'plain', text: { zh: '不赚不亏。', en: 'Neither gain nor loss.' } }
          : {
              tone: 'bad',
              text: { zh: '不值：平均每次都在亏。', en: 'Not worth it: an average task loses.' },
            },
    even:
      even > 1
        ? {
            tone: 'bad',
            text: {
              zh: '次次做成也不保本。',
              en: 'Even without a failure it does not break even.',
            },
          }
        : value >= 0
          ? {
              tone: 'good',
              text: { zh: '现在的质量到了这条线。', en: 'The present quality reaches it.' },
            }
          : {
              tone: 'warn',
              text: { zh: '现在的质量不到这条线。', en: 'The present quality is below it.' },
            },
  }),
  chart: (v, { value, even }) => {
    const task = taskOf(v);
    const xs = spread(0, 1, 21);
    return {
      caption: {
        zh: '一次任务的净值，随做成的比例变化',
        en: 'Net value of a task, by share of successes',
      },
      x: {
        label: { zh: '做成的比例 q', en: 'Share of successes q' },
        scale: 'linear',
        format: 'percent',
      },
      y: { label: { zh: '净值', en: 'Net value' }, scale: 'linear', format: 'money', include: [0] },
      lines: [lineOf({ zh: '净值', en: 'Net value' }, xs, (q) => taskValue(task, q))],
      marks: [
        { label: { zh: '现在', en: 'now' }, x: v.quality / 100, y: value },
        ...(even <= 1 ? [{ label: { zh: '保本', en: 'break-even' }, x: even, y: 0 }] : []),
      ],
    };
  },
});
