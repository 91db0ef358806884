/** Buying accuracy with inference: solve several times, then vote or check. */
import {
  anyCorrect,
  correlatedMajorityAccuracy,
  majorityAccuracy,
} from '../../../economics/majority-vote.ts';
import { lineOf, money, percent } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: '多算几遍再投票', en: 'Solving several times and voting' },
  description: {
    zh: 'k 个会出错的解答者表决，准确率与费用；有可靠的检验器时，又是多少。',
    en: 'k noisy solvers vote: accuracy and cost; and what a reliable checker would make of the same answers.',
  },
  inputs: [
    percent('p', '单次答对的概率 p', 'Accuracy per answer p', 60),
    {
      kind: 'number',
      key: 'k',
      label: { zh: '答几次 k', en: 'Answers k' },
      explanation: { zh: '偶数时平票抛硬币', en: 'With an even number, a coin decides a tie' },
      default: 11,
      min: 1,
      max: 301,
      scale: 'log',
      whole: true,
    },
    percent('shared', '每次都犯同样错的任务', 'Tasks where all answers agree', 0, {
      explanation: { zh: '在这些任务上，再多票也没用', en: 'On these, more votes are of no use' },
    }),
    money('cost', '答一次的费用', 'Cost of one answer', 0.01, { min: 0.00001 }),
  ],
  presets: [
    { label: { zh: '0.45：越投越差', en: '0.45: worse with votes' }, values: { p: 45 } },
    { label: { zh: '0.55：很慢', en: '0.55: slowly' }, values: { p: 55 } },
    { label: { zh: '0.65：很快', en: '0.65: quickly' }, values: { p: 65 } },
  ],
  outputs: [
    {
      key: 'vote',
      label: { zh: '表决的正确率', en: 'The vote is right' },
      format: 'percent',
      headline: true,
    },
    { key: 'gain', label: { zh: '比答一次多', en: 'Gain over one answer' }, format: 'percent' },
    { key: 'any', label: { zh: '有检验器时', en: 'With a checker' }, format: 'percent' },
    { key: 'spent', label: { zh: '一次任务的费用', en: 'Cost of a task' }, format: 'money' },
    {
      key: 'each',
      label: { zh: '每个正确答案的费用', en: 'Cost per right answer' },
      format: 'money',
      optional: true,
    },
  ],
  how: {
    zh: '表决 = Σ_{i>k/2} C(k,i)·pⁱ(1 − p)^(k − i)（第 7 章式 7.1）；检验器 = 1 − (1 − p)^k（式 7.2）；答案只有对错两种、各次独立，“同样错”的任务除外。',
    en: 'Vote = Σ_{i>k/2} C(k,i)·pⁱ(1 − p)^(k − i) (chapter 7, equation 7.1); checker = 1 − (1 − p)^k (7.2); two possible answers, independent but for the tasks that all answer alike.',
  },
  source: {
    zh: '自洽表决：Wang 等 2022，arXiv:2203.11171',
    en: 'Self-consistency: Wang et al. 2022, arXiv:2203.11171',
  },
  compute: ({ p, k, shared, cost }) => {
    const [right, alike] = [p / 100, shared / 100];
    const vote = correlatedMajorityAccuracy(k, right, alike);
    return {
      vote,
      gain: vote - right,
      any: alike * right + (1 - alike) * anyCorrect(k, right),
      spent: k * cost,
      each: vote > 0 ? (k * cost) / vote : null,
    };
  },
  verdicts: ({ k }, { gain, each }) => ({
    vote:
      k === 1
        ? { tone: 'plain', text: { zh: '只答一次，没有表决。', en: 'One answer, no vote.' } }
        : gain > 0
          ? { tone: 'good', text: { zh: '表决有用。', en: 'The vote helps.' } }
          : gain < 0
            ? {
                tone: 'bad',
                text: {
                  zh: '单次不到一半：越投越差。先找检验器。',
                  en: 'Less than half each time: votes make it worse. Look for a checker first.',
                },
              }
            : { tone: 'plain', text: { zh: '几乎没有差别。', en: 'Hardly any difference.' } },
    ...(each === null && {
      each: { tone: 'plain', text: { zh: '一个也不对。', en: 'None is right.' } },
    }),
  }),
  chart: ({ p, k, shared }, { vote, any }) => {
    const [right, alike] = [p / 100, shared / 100];
    const xs = [1, 3, 5, 7, 9, 11, 15, 21, 25, 31, 41, 51, 71, 101, 151, 201, 301];
    const most = Math.max(31, k * 2);
    const shown = xs.filter((x) => x <= most);
    return {
      caption: { zh: '正确率随次数变化', en: 'Accuracy by number of answers' },
      x: { label: { zh: '答几次 k', en: 'Answers k' }, scale: 'log', format: 'whole' },
      y: {
        label: { zh: '正确率', en: 'Accuracy' },
        scale: 'linear',
        format: 'percent',
        include: [0, 1],
      },
      lines: [
        lineOf(
          { zh: '表决', en: 'Vote' },
          shown,
          (x) => alike * right + (1 - alike) * majorityAccuracy(x, right),
        ),
        lineOf(
          { zh: '有检验器', en: 'Checker' },
          shown,
          (x) => alike * right + (1 - alike) * anyCorrect(x, right),
        ),
      ],
      marks: [
        { label: { zh: '表决', en: 'vote' }, x: k, y: vote },
        { label: { zh: '检验器', en: 'checker' }, x: k, y: any },
      ],
    };
  },
});
