/** Names and one-line explanations of every field of a run, for the controls and the legend. */
import type { Localised } from '../../language.ts';
import type { FieldName } from '../../training/config.ts';

export interface FieldText {
  readonly label: Localised;
  readonly explanation: Localised;
  readonly choices?: Readonly<Record<string, Localised>>;
}

export const fieldTexts: Readonly<Record<FieldName, FieldText>> = {
  layers: {
    label: { zh: '层数', en: 'Layers' },
    explanation: {
      zh: '叠几层；越深越能学，也越慢',
      en: 'How many are stacked; deeper learns more and runs slower',
    },
  },
  d: {
    label: { zh: '宽度 d', en: 'Width d' },
    explanation: { zh: '每个位置的向量有几个数', en: 'Numbers in the vector of each position' },
  },
  embed: {
    label: { zh: '嵌入宽度', en: 'Embedding width' },
    explanation: {
      zh: '每个符号进入 LSTM 前的向量长度',
      en: 'Length of a symbol’s vector before the LSTM',
    },
  },
  attention: {
    label: { zh: '注意力', en: 'Attention' },
    explanation: { zh: '解码时怎样回头看输入', en: 'How decoding looks back at the input' },
    choices: {
      none: { zh: '无', en: 'none' },
      dot: { zh: '点积', en: 'dot product' },
      additive: { zh: '加性', en: 'additive' },
    },
  },
  heads: {
    label: { zh: '头数', en: 'Heads' },
    explanation: {
      zh: '注意力分成几份；要能整除宽度',
      en: 'Into how many parts attention is split; must divide the width',
    },
  },
  context: {
    label: { zh: '上下文', en: 'Context' },
    explanation: { zh: '一次最多看多少个词元', en: 'The most tokens seen at once' },
  },
  positions: {
    label: { zh: '位置编码', en: 'Positions' },
    explanation: { zh: '怎样告诉模型先后次序', en: 'How the model is told the order' },
    choices: {
      learned: { zh: '可学习', en: 'learned' },
      sinusoidal: { zh: '正弦', en: 'sinusoidal' },
      rotary: { zh: '旋转', en: 'rotary' },
    },
  },
  norm: {
    label: { zh: '归一化的位置', en: 'Normalisation' },
    explanation: { zh: '放在每个子层之前还是之后', en: 'Before or after each sublayer' },
    choices: { pre: { zh: '之前', en: 'before' }, post: { zh: '之后', en: 'after' } },
  },
  activation: {
    label: { zh: '激活函数', en: 'Activation' },
    explanation: { zh: '前馈层里的非线性', en: 'The non-linearity of the feed-forward layer' },
    choices: {
      gelu: { zh: 'GELU', en: 'GELU' },
      relu: { zh: 'ReLU', en: 'ReLU' },
      swiglu: { zh: 'SwiGLU', en: 'SwiGLU' },
    },
  },
  tied: {
    label: { zh: '共用输入输出嵌入', en: 'Tie the embeddings' },
    explanation: {
      zh: '读和写用同一张表，省参数',
      en: 'One table for reading and writing saves parameters',
    },
  },
  dropout: {
    label: { zh: 'Dropout', en: 'Dropout' },
    explanation: {
      zh: '训练时随机丢掉的比例，防止死记',
      en: 'Share dropped at random in training, against rote learning',
    },
  },
  batch: {
    label: { zh: '批量', en: 'Batch' },
    explanation: { zh: '一步里同时看多少个例子', en: 'Examples looked at in one step' },
  },
  lr: {
    label: { zh: '学习率', en: 'Learning rate' },
    explanation: {
      zh: '每步改多少；太大会发散，太小学不动',
      en: 'How much a step changes; too high diverges, too low crawls',
    },
  },
  warmup: {
    label: { zh: '预热步数', en: 'Warm-up steps' },
    explanation: { zh: '学习率从零升到头的步数', en: 'Steps in which the rate rises from zero' },
  },
  decay: {
    label: { zh: '学习率衰减', en: 'Decay' },
    explanation: { zh: '预热之后学习率怎样走', en: 'What the rate does after warm-up' },
    choices: { cosine: { zh: '余弦', en: 'cosine' }, constant: { zh: '不变', en: 'constant' } },
  },
  clip: {
    label: { zh: '梯度裁剪', en: 'Gradient clipping' },
    explanation: {
      zh: '梯度总长度的上限；0 表示不裁',
      en: 'Upper bound of the gradient’s norm; 0 means none',
    },
  },
  'weight-decay': {
    label: { zh: '权重衰减', en: 'Weight decay' },
    explanation: {
      zh: '每步把矩阵往零拉一点',
      en: 'Pulls the matrices a little towards zero at each step',
    },
  },
  teacher: {
    label: { zh: '教师强制比例', en: 'Teacher forcing' },
    explanation: {
      zh: '1：总给正确的前一个符号；0：总给自己写的',
      en: '1: always fed the right symbol before; 0: always its own',
    },
  },
  steps: {
    label: { zh: '步数', en: 'Steps' },
    explanation: { zh: '走完就停', en: 'It stops when they are done' },
  },
  'target-accuracy': {
    label: { zh: '目标正确率', en: 'Target accuracy' },
    explanation: {
      zh: '留出集全对率到此即停；0 表示不看',
      en: 'Stops at this exact match on held-out data; 0 means never',
    },
  },
  'target-loss': {
    label: { zh: '目标损失', en: 'Target loss' },
    explanation: {
      zh: '留出集损失到此即停；0 表示不看',
      en: 'Stops at this held-out loss; 0 means never',
    },
  },
  minutes: {
    label: { zh: '限时（分钟）', en: 'Time limit (minutes)' },
    explanation: { zh: '到时即停；0 表示不限', en: 'Stops then; 0 means no limit' },
  },
};
