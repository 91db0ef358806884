/** How a model is trained and when that ends: fields of a run that every model has, and teacher forcing. */
import type { RunField } from './architecture.ts';

/** What differs by model. */
interface Usual {
  readonly batch: number;
  readonly lr: number;
  readonly warmup: number;
}

export const optimisation = (usual: Usual) =>
  [
    {
      key: 'batch',
      group: 'optimisation',
      kind: 'number',
      whole: true,
      min: 1,
      max: 256,
      default: usual.batch,
      label: { zh: '批量', en: 'Batch' },
      explanation: { zh: '一步里同时看多少个例子', en: 'Examples looked at in one step' },
    },
    {
      key: 'lr',
      group: 'optimisation',
      kind: 'number',
      min: 0.00001,
      max: 1,
      default: usual.lr,
      label: { zh: '学习率', en: 'Learning rate' },
      explanation: {
        zh: '每步改多少；太大会发散，太小学不动',
        en: 'How much a step changes; too high diverges, too low crawls',
      },
    },
    {
      key: 'warmup',
      group: 'optimisation',
      kind: 'number',
      whole: true,
      min: 0,
      max: 2000,
      default: usual.warmup,
      label: { zh: '预热步数', en: 'Warm-up steps' },
      explanation: { zh: '学习率从零升到头的步数', en: 'Steps in which the rate rises from zero' },
    },
    {
      key: 'decay',
      group: 'optimisation',
      kind: 'choice',
      default: 'cosine',
      options: [
        { value: 'cosine', label: { zh: '余弦', en: 'cosine' } },
        { value: 'constant', label: { zh: '不变', en: 'constant' } },
      ],
      label: { zh: '学习率衰减', en: 'Decay' },
      explanation: { zh: '预热之后学习率怎样走', en: 'What the rate does after warm-up' },
    },
    {
      key: 'clip',
      group: 'optimisation',
      kind: 'number',
      min: 0,
      max: 10,
      default: 1,
      label: { zh: '梯度裁剪', en: 'Gradient clipping' },
      explanation: {
        zh: '梯度总长度的上限；0 表示不裁',
        en: 'Upper bound of the gradient’s norm; 0 means none',
      },
    },
    {
      key: 'weight-decay',
      group: 'optimisation',
      kind: 'number',
      min: 0,
      max: 1,
      default: 0.01,
      label: { zh: '权重衰减', en: 'Weight decay' },
      explanation: {
        zh: '每步把矩阵往零拉一点',
        en: 'Pulls the matrices a little towards zero at each step',
      },
    },
  ] as const satisfies readonly RunField[];

export const teacher = {
  key: 'teacher',
  group: 'optimisation',
  kind: 'number',
  min: 0,
  max: 1,
  default: 1,
  label: { zh: '教师强制比例', en: 'Teacher forcing' },
  explanation: {
    zh: '1：总给正确的前一个符号；0：总给自己写的',
    en: '1: always fed the right symbol before; 0: always its own',
  },
} as const satisfies RunField;

export const steps = {
  key: 'steps',
  group: 'stop',
  kind: 'number',
  whole: true,
  min: 1,
  max: 100000,
  default: 1500,
  label: { zh: '步数', en: 'Steps' },
  explanation: { zh: '走完就停', en: 'It stops when they are done' },
} as const satisfies RunField;

export const targetAccuracy = {
  key: 'target-accuracy',
  group: 'stop',
  kind: 'number',
  min: 0,
  max: 1,
  default: 1,
  label: { zh: '目标正确率', en: 'Target accuracy' },
  explanation: {
    zh: '留出集全对率到此即停；0 表示不看',
    en: 'Stops at this exact match on held-out data; 0 means never',
  },
} as const satisfies RunField;

export const targetLoss = {
  key: 'target-loss',
  group: 'stop',
  kind: 'number',
  min: 0,
  max: 20,
  default: 0,
  label: { zh: '目标损失', en: 'Target loss' },
  explanation: {
    zh: '留出集损失到此即停；0 表示不看',
    en: 'Stops at this held-out loss; 0 means never',
  },
} as const satisfies RunField;

export const minutes = {
  key: 'minutes',
  group: 'stop',
  kind: 'number',
  min: 0,
  max: 600,
  default: 0,
  label: { zh: '限时（分钟）', en: 'Time limit (minutes)' },
  explanation: { zh: '到时即停；0 表示不限', en: 'Stops then; 0 means no limit' },
} as const satisfies RunField;
