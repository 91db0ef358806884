/** What makes up a model: the fields that a link, a panel and the worker know, each given its usual value. */
import type { Field } from '../../fields/field.ts';

/** A field of a run stands in the panel among those of its group. */
export type RunField = Field & { readonly group: 'architecture' | 'optimisation' | 'stop' };

export const layers = (usual: number) =>
  ({
    key: 'layers',
    group: 'architecture',
    kind: 'number',
    whole: true,
    min: 1,
    max: 6,
    default: usual,
    label: { zh: '层数', en: 'Layers' },
    explanation: {
      zh: '叠几层；越深越能学，也越慢',
      en: 'How many are stacked; deeper learns more and runs slower',
    },
  }) as const satisfies RunField;

export const width = (usual: number) =>
  ({
    key: 'd',
    group: 'architecture',
    kind: 'number',
    whole: true,
    min: 8,
    max: 512,
    default: usual,
    label: { zh: '宽度 d', en: 'Width d' },
    explanation: { zh: '每个位置的向量有几个数', en: 'Numbers in the vector of each position' },
  }) as const satisfies RunField;

export const embedding = (usual: number) =>
  ({
    key: 'embed',
    group: 'architecture',
    kind: 'number',
    whole: true,
    min: 4,
    max: 256,
    default: usual,
    label: { zh: '嵌入宽度', en: 'Embedding width' },
    explanation: {
      zh: '每个符号进入 LSTM 前的向量长度',
      en: 'Length of a symbol’s vector before the LSTM',
    },
  }) as const satisfies RunField;

export const attention = (usual: 'none' | 'dot' | 'additive') =>
  ({
    key: 'attention',
    group: 'architecture',
    kind: 'choice',
    default: usual,
    options: [
      { value: 'none', label: { zh: '无', en: 'none' } },
      { value: 'dot', label: { zh: '点积', en: 'dot product' } },
      { value: 'additive', label: { zh: '加性', en: 'additive' } },
    ],
    label: { zh: '注意力', en: 'Attention' },
    explanation: { zh: '解码时怎样回头看输入', en: 'How decoding looks back at the input' },
  }) as const satisfies RunField;

export const heads = (usual: number) =>
  ({
    key: 'heads',
    group: 'architecture',
    kind: 'number',
    whole: true,
    min: 1,
    max: 16,
    default: usual,
    label: { zh: '头数', en: 'Heads' },
    explanation: {
      zh: '注意力分成几份；要能整除宽度',
      en: 'Into how many parts attention is split; must divide the width',
    },
  }) as const satisfies RunField;

export const context = (usual: number) =>
  ({
    key: 'context',
    group: 'architecture',
    kind: 'number',
    whole: true,
    min: 4,
    max: 256,
    default: usual,
    label: { zh: '上下文', en: 'Context' },
    explanation: { zh: '一次最多看多少个词元', en: 'The most tokens seen at once' },
  }) as const satisfies RunField;

export const positions = (usual: 'learned' | 'sinusoidal' | 'rotary') =>
  ({
    key: 'positions',
    group: 'architecture',
    kind: 'choice',
    default: usual,
    options: [
      { value: 'learned', label: { zh: '可学习', en: 'learned' } },
      { value: 'sinusoidal', label: { zh: '正弦', en: 'sinusoidal' } },
      { value: 'rotary', label: { zh: '旋转', en: 'rotary' } },
    ],
    label: { zh: '位置编码', en: 'Positions' },
    explanation: { zh: '怎样告诉模型先后次序', en: 'How the model is told the order' },
  }) as const satisfies RunField;

export const norm = (usual: 'pre' | 'post') =>
  ({
    key: 'norm',
    group: 'architecture',
    kind: 'choice',
    default: usual,
    options: [
      { value: 'pre', label: { zh: '之前', en: 'before' } },
      { value: 'post', label: { zh: '之后', en: 'after' } },
    ],
    label: { zh: '归一化的位置', en: 'Normalisation' },
    explanation: { zh: '放在每个子层之前还是之后', en: 'Before or after each sublayer' },
  }) as const satisfies RunField;

export const activation = (usual: 'gelu' | 'relu' | 'swiglu') =>
  ({
    key: 'activation',
    group: 'architecture',
    kind: 'choice',
    default: usual,
    options: [
      { value: 'gelu', label: { zh: 'GELU', en: 'GELU' } },
      { value: 'relu', label: { zh: 'ReLU', en: 'ReLU' } },
      { value: 'swiglu', label: { zh: 'SwiGLU', en: 'SwiGLU' } },
    ],
    label: { zh: '激活函数', en: 'Activation' },
    explanation: { zh: '前馈层里的非线性', en: 'The non-linearity of the feed-forward layer' },
  }) as const satisfies RunField;

export const tied = {
  key: 'tied',
  group: 'architecture',
  kind: 'switch',
  default: true,
  label: { zh: '共用输入输出嵌入', en: 'Tie the embeddings' },
  explanation: {
    zh: '读和写用同一张表，省参数',
    en: 'One table for reading and writing saves parameters',
  },
} as const satisfies RunField;

export const dropout = {
  key: 'dropout',
  group: 'architecture',
  kind: 'number',
  min: 0,
  max: 0.6,
  default: 0,
  label: { zh: 'Dropout', en: 'Dropout' },
  explanation: {
    zh: '训练时随机丢掉的比例，防止死记',
    en: 'Share dropped at random in training, against rote learning',
  },
} as const satisfies RunField;
