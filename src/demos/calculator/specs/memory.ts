/** Whether a training fits: 16 bytes a parameter, spread by ZeRO, or LoRA. */
import { fewestGpus, loraBytes, zeroBytesPerGpu, zeroStages } from '../../../economics/memory.ts';
import { many, models, percent, same } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: '训练要多少显存', en: 'Memory for training' },
  description: {
    zh: '混合精度 Adam 每个参数 16 字节；ZeRO 分到各张卡上之后还剩多少，LoRA 又要多少。激活另算。',
    en: 'Mixed-precision Adam takes 16 bytes a parameter; what is left on each GPU with ZeRO, and what LoRA needs. Activations come on top.',
  },
  inputs: [
    many('N', '参数 N', 'Parameters N', 8e9, { min: 1e6, max: 1e13 }),
    many('gpus', 'GPU 张数 n', 'GPUs n', 8, { max: 65536, whole: true, format: 'plain' }),
    {
      kind: 'choice',
      key: 'stage',
      label: { zh: 'ZeRO 级别', en: 'Stage of ZeRO' },
      default: 1,
      options: [
        { value: 0, label: { zh: '不分', en: 'none' } },
        { value: 1, label: { zh: '1：分优化器状态', en: '1: optimizer state' } },
        { value: 2, label: { zh: '2：再分梯度', en: '2: gradients too' } },
        { value: 3, label: { zh: '3：再分权重', en: '3: weights too' } },
      ],
    },
    many('memory', '单卡显存', 'Memory of one GPU', 80, {
      unit: same('GB'),
      max: 1000,
      format: 'plain',
    }),
    percent('reserve', '留给激活的显存', 'Kept for activations', 10, { max: 95 }),
    percent('trainable', 'LoRA：训练的参数占', 'LoRA: share trained', 1, {
      min: 0.01,
      scale: 'log',
    }),
    {
      kind: 'choice',
      key: 'frozen',
      label: { zh: 'LoRA：冻结的权重', en: 'LoRA: frozen weights' },
      default: 2,
      options: [
        { value: 2, label: { zh: 'bf16，2 字节', en: 'bf16, 2 bytes' } },
        { value: 1, label: { zh: '8 位，1 字节', en: '8 bits, 1 byte' } },
        { value: 0.5, label: { zh: '4 位，0.5 字节', en: '4 bits, 0.5 bytes' } },
      ],
    },
  ],
  presets: [
    { label: same('8B'), values: { N: 8e9 } },
    { label: same('70B'), values: { N: 70e9 } },
    { label: models.gpt3.label, values: { N: 175e9 }, source: models.gpt3.source },
  ],
  outputs: [
    {
      key: 'perGpu',
      label: { zh: '每张卡要', en: 'On each GPU' },
      format: 'bytes',
      headline: true,
    },
    {
      key: 'total',
      label: { zh: '全部状态，16 字节 × N', en: 'All state, 16 bytes × N' },
      format: 'bytes',
    },
    {
      key: 'fewest',
      label: { zh: '这一级最少几张卡', en: 'Fewest GPUs at this stage' },
      format: 'whole',
      optional: true,
    },
    { key: 'lora', label: { zh: 'LoRA 一张卡上要', en: 'LoRA on one GPU' }, format: 'bytes' },
  ],
  how: {
    zh: '每张卡：16N；4N + 12N/n；2N + 14N/n；16N/n（ZeRO 0 到 3，第 8 章式 8.4、8.5）。LoRA = N ×（冻结字节 + 16 × 训练的比例）。激活、临时缓冲不在内。',
    en: 'Each GPU: 16N; 4N + 12N/n; 2N + 14N/n; 16N/n (ZeRO 0 to 3, chapter 8, equations 8.4 and 8.5). LoRA = N × (frozen bytes + 16 × share trained). Without activations and buffers.',
  },
  source: {
    zh: 'Rajbhandari 等 2019，ZeRO，arXiv:1910.02054；Hu 等 2021，LoRA，arXiv:2106.09685',
    en: 'Rajbhandari et al. 2019, ZeRO, arXiv:1910.02054; Hu et al. 2021, LoRA, arXiv:2106.09685',
  },
  compute: ({ N, gpus, stage, memory, reserve, trainable, frozen }) => {
    const room = memory * 1e9 * (1 - reserve / 100);
    return {
      perGpu: zeroBytesPerGpu(N, stage, gpus),
      total: 16 * N,
      fewest: fewestGpus(N, stage, room),
      lora: loraBytes(N, trainable / 100, frozen),
    };
  },
  verdicts: ({ memory, reserve }, { perGpu, fewest, lora }) => {
    const room = memory * 1e9 * (1 - reserve / 100);
    return {
      perGpu:
        perGpu <= room
          ? {
              tone: 'good',
              text: {
                zh: '装得下，留给激活的也够。',
                en: 'It fits, with what is kept for activations.',
              },
            }
          : perGpu <= memory * 1e9
            ? {
                tone: 'warn',
                text: {
                  zh: '刚装得下，但留给激活的不够。',
                  en: 'It just fits, but not with what is kept for activations.',
                },
              }
            : {
                tone: 'bad',
                text: {
                  zh: '装不下：提高级别、加卡，或改用 LoRA。',
                  en: 'It does not fit: a higher stage, more GPUs, or LoRA.',
                },
              },
      ...(fewest === null && {
        fewest: {
          tone: 'bad',
          text: {
            zh: '加多少卡都不够：这一级不分的那部分，一张卡就装不下。',
            en: 'No number is enough: the part that this stage does not spread is too big for one GPU.',
          },
        },
      }),
      lora:
        lora <= room
          ? { tone: 'good', text: { zh: '一张卡就够。', en: 'One GPU is enough.' } }
          : {
              tone: 'warn',
              text: { zh: '一张卡不够，权重也要分。', en: 'One GPU is not enough.' },
            },
    };
  },
  table: ({ N, gpus, memory, reserve }) => ({
    caption: { zh: '各级 ZeRO', en: 'The stages of ZeRO' },
    corner: { zh: '级别', en: 'Stage' },
    columns: [
      { label: { zh: '每张卡', en: 'Each GPU' }, format: 'bytes' },
      { label: { zh: '最少几张卡', en: 'Fewest GPUs' }, format: 'whole' },
    ],
    rows: zeroStages.map((stage) => ({
      label: same(`ZeRO-${stage}`),
      cells: [
        zeroBytesPerGpu(N, stage, gpus),
        fewestGpus(N, stage, memory * 1e9 * (1 - reserve / 100)),
      ],
    })),
  }),
});
