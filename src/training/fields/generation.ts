/** How a language model is asked to write: each token is drawn by these. */
import type { Field } from '../../fields/field.ts';

export const generation = [
  {
    key: 'temperature',
    kind: 'number',
    min: 0,
    max: 3,
    step: 0.1,
    default: 0.8,
    label: { zh: '温度', en: 'Temperature' },
    explanation: { zh: '越低越保守，越高越敢写', en: 'Low is cautious, high is daring' },
  },
  {
    key: 'topK',
    kind: 'number',
    whole: true,
    min: 0,
    max: 1000,
    default: 0,
    label: { zh: 'top-k', en: 'top-k' },
    explanation: {
      zh: '只在最可能的 k 个里抽；0 表示不限',
      en: 'Draw only from the k likeliest; 0 means all',
    },
  },
  {
    key: 'topP',
    kind: 'number',
    min: 0.05,
    max: 1,
    step: 0.05,
    default: 0.95,
    label: { zh: 'top-p', en: 'top-p' },
    explanation: {
      zh: '只在概率合计到 p 的那些里抽；1 表示不限',
      en: 'Draw only from the likeliest that make up p together; 1 means all',
    },
  },
  {
    key: 'tokens',
    kind: 'number',
    whole: true,
    min: 1,
    max: 500,
    default: 100,
    label: { zh: '长度', en: 'Length' },
    explanation: { zh: '写多少个词元', en: 'How many tokens to write' },
  },
] as const satisfies readonly Field[];
