/** Inputs, cases and words that several calculators use. */
import type { Localised } from '../../language.ts';
import type { ChartLine, Quantity } from './spec.ts';

export const same = (text: string): Localised => ({ zh: text, en: text });

/** Dense bf16 peak, memory and bandwidth of accelerators, with where the figures are from. */
export const accelerators = {
  a100: {
    label: same('A100 80GB SXM'),
    peakTflops: 312,
    memoryGb: 80,
    bandwidthTbs: 2.039,
    source: {
      zh: 'NVIDIA A100 数据手册：bf16 稠密 312 TFLOP/s，80 GB，2.039 TB/s',
      en: 'NVIDIA A100 datasheet: dense bf16 312 TFLOP/s, 80 GB, 2.039 TB/s',
    },
  },
  h100: {
    label: same('H100 SXM'),
    peakTflops: 989.4,
    memoryGb: 80,
    bandwidthTbs: 3.35,
    source: {
      zh: 'NVIDIA H100 数据手册：印的是带稀疏的 1978.9，稠密是它的一半；80 GB，3.35 TB/s',
      en: 'NVIDIA H100 datasheet: it prints 1,978.9 with sparsity, dense is half of that; 80 GB, 3.35 TB/s',
    },
  },
  h200: {
    label: same('H200 SXM'),
    peakTflops: 989,
    memoryGb: 141,
    bandwidthTbs: 4.8,
    source: {
      zh: 'NVIDIA H200 数据手册：bf16 稠密 989 TFLOP/s，141 GB，4.8 TB/s',
      en: 'NVIDIA H200 datasheet: dense bf16 989 TFLOP/s, 141 GB, 4.8 TB/s',
    },
  },
} as const;

/** Published sizes of models: parameters and training tokens. */
export const models = {
  gpt3: {
    label: same('GPT-3'),
    parameters: 175e9,
    tokens: 300e9,
    source: {
      zh: '1750 亿参数，3000 亿词元：Brown 等 2020，arXiv:2005.14165，表 D.1',
      en: '175 B parameters, 300 B tokens: Brown et al. 2020, arXiv:2005.14165, Table D.1',
    },
  },
  chinchilla: {
    label: same('Chinchilla'),
    parameters: 70e9,
    tokens: 1.4e12,
    source: {
      zh: '700 亿参数，1.4 万亿词元：Hoffmann 等 2022，arXiv:2203.15556',
      en: '70 B parameters, 1.4 T tokens: Hoffmann et al. 2022, arXiv:2203.15556',
    },
  },
  llama: {
    label: same('Llama 3.1 405B'),
    parameters: 405e9,
    tokens: 15.6e12,
    source: {
      zh: '4050 亿参数，15.6 万亿词元：Llama Team 2024，arXiv:2407.21783',
      en: '405 B parameters, 15.6 T tokens: Llama Team 2024, arXiv:2407.21783',
    },
  },
  deepseek: {
    label: same('DeepSeek-V3'),
    parameters: 37e9,
    tokens: 14.8e12,
    source: {
      zh: '每个词元激活 370 亿参数（总共 6710 亿），14.8 万亿词元：DeepSeek-AI 2024，arXiv:2412.19437',
      en: '37 B parameters active per token (671 B in all), 14.8 T tokens: DeepSeek-AI 2024, arXiv:2412.19437',
    },
  },
} as const;

/** `count` values from `from` to `to`, evenly apart or by equal factors. */
export function spread(
  from: number,
  to: number,
  count: number,
  scale: 'linear' | 'log' = 'linear',
): number[] {
  return Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1);
    return scale === 'log' ? from * (to / from) ** share : from + share * (to - from);
  });
}

export const lineOf = (
  label: Localised,
  xs: readonly number[],
  at: (x: number) => number,
): ChartLine => ({ label, points: xs.map((x) => [x, at(x)] as const) });

type Keyed<K extends string> = Quantity & { readonly key: K };
type Rest = Partial<Omit<Quantity, 'kind' | 'key' | 'label' | 'default' | 'money'>>;

/** A price or wage of the reader's: a placeholder, on a logarithmic slider. */
export const money = <const K extends string>(
  key: K,
  zh: string,
  en: string,
  usual: number,
  rest: Rest = {},
): Keyed<K> => ({
  kind: 'number',
  key,
  label: { zh, en },
  default: usual,
  min: 0.001,
  max: 10000,
  scale: 'log',
  ...rest,
  money: true,
});

/** A share, entered in percent. */
export const percent = <const K extends string>(
  key: K,
  zh: string,
  en: string,
  usual: number,
  rest: Rest = {},
): Keyed<K> => ({
  kind: 'number',
  key,
  label: { zh, en },
  unit: same('%'),
  default: usual,
  min: 0,
  max: 100,
  scale: 'linear',
  step: 1,
  ...rest,
});

/** A number of things, from 1 up, on a logarithmic slider. */
export const many = <const K extends string>(
  key: K,
  zh: string,
  en: string,
  usual: number,
  rest: Rest = {},
): Keyed<K> => ({
  kind: 'number',
  key,
  label: { zh, en },
  default: usual,
  min: 1,
  max: 1e6,
  scale: 'log',
  format: 'big',
  ...rest,
});
