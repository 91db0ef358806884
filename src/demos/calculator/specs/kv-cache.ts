/** What serving a model takes of a GPU: weights, cache, and how fast it can decode at best. */
import {
  cacheBytesPerToken,
  decodeStep,
  ridgeBatch,
  ridgeFlopPerByte,
  weightBytes,
} from '../../../economics/inference.ts';
import { accelerators, lineOf, many, percent, same, spread } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const shapes = [
  { label: same('Llama 3 8B'), values: { N: 8e9, layers: 32, heads: 8, width: 128 } },
  { label: same('Llama 3 70B'), values: { N: 70e9, layers: 80, heads: 8, width: 128 } },
] as const;

interface Machine {
  readonly N: number;
  readonly bits: number;
  readonly bandwidth: number;
  readonly peak: number;
  readonly mfu: number;
  readonly gpus: number;
}

/** One step for `batch` sequences with so many bytes of cache each. */
const stepOf = (
  { N, bits, bandwidth, peak, mfu, gpus }: Machine,
  batch: number,
  bytesPerSession: number,
): ReturnType<typeof decodeStep> =>
  decodeStep(
    weightBytes(N, bits) + batch * bytesPerSession,
    gpus * bandwidth * 1e12,
    N,
    batch,
    (gpus * peak * 1e12 * mfu) / 100,
  );

export const spec = defineCalculator({
  title: { zh: '权重、KV 缓存与解码速度', en: 'Weights, KV cache and decoding speed' },
  description: {
    zh: '权重和 KV 缓存各占多少，一张卡放得下几个会话，解码最快多快，卡在带宽还是算力。',
    en: 'How much weights and KV cache take, how many sessions fit, how fast decoding can be, and whether bandwidth or computing limits it.',
  },
  inputs: [
    many('N', '参数 N', 'Parameters N', 8e9, { min: 1e6, max: 1e13 }),
    {
      kind: 'choice',
      key: 'bits',
      label: { zh: '权重的精度', en: 'Weights in' },
      default: 2,
      options: [
        { value: 2, label: { zh: 'bf16，2 字节', en: 'bf16, 2 bytes' } },
        { value: 1, label: { zh: '8 位，1 字节', en: '8 bits, 1 byte' } },
        { value: 0.5, label: { zh: '4 位，0.5 字节', en: '4 bits, 0.5 bytes' } },
      ],
    },
    many('layers', '层数 L', 'Layers L', 32, { max: 500, whole: true, format: 'plain' }),
    many('heads', '键值头 n_kv', 'Key–value heads n_kv', 8, {
      max: 256,
      whole: true,
      format: 'plain',
    }),
    many('width', '每头宽度 d_h', 'Width of a head d_h', 128, {
      max: 1024,
      whole: true,
      format: 'plain',
    }),
    {
      kind: 'choice',
      key: 'cache',
      label: { zh: 'KV 的精度', en: 'Cache in' },
      default: 2,
      options: [
        { value: 2, label: { zh: 'bf16，2 字节', en: 'bf16, 2 bytes' } },
        { value: 1, label: { zh: '8 位，1 字节', en: '8 bits, 1 byte' } },
      ],
    },
    many('context', '每个会话的上下文', 'Context of a session', 8192, {
      unit: { zh: '词元', en: 'tokens' },
      max: 1e7,
      whole: true,
      format: 'plain',
    }),
    many('batch', '同时的会话 B', 'Sessions at once B', 1, {
      max: 10000,
      whole: true,
      format: 'plain',
    }),
    many('gpus', 'GPU 张数', 'GPUs', 1, { max: 1024, whole: true, format: 'plain' }),
    many('memory', '单卡显存', 'Memory of one GPU', 80, {
      unit: same('GB'),
      max: 1000,
      format: 'plain',
    }),
    many('bandwidth', '单卡带宽', 'Bandwidth of one GPU', 3.35, {
      unit: same('TB/s'),
      min: 0.01,
      max: 100,
      format: 'plain',
    }),
    many('peak', '单卡峰值', 'Peak of one GPU', 989.4, {
      unit: same('TFLOP/s'),
      max: 10000,
      format: 'plain',
    }),
    percent('mfu', '解码时的利用率', 'Utilisation in decoding', 40, { min: 1 }),
    percent('reserve', '留作余量的显存', 'Memory kept free', 10, { max: 90 }),
  ],
  presets: [
    ...shapes.map((one) => ({
      ...one,
      source: {
        zh: 'Llama Team 2024，arXiv:2407.21783，表 3',
        en: 'Llama Team 2024, arXiv:2407.21783, Table 3',
      },
    })),
    {
      label: { zh: 'GPT-3，没有 GQA', en: 'GPT-3, without GQA' },
      values: { N: 175e9, layers: 96, heads: 96, width: 128, context: 2048 },
      source: {
        zh: 'Brown 等 2020，arXiv:2005.14165，表 2.1',
        en: 'Brown et al. 2020, arXiv:2005.14165, Table 2.1',
      },
    },
    ...[accelerators.a100, accelerators.h100, accelerators.h200].map(
      ({ label, peakTflops, memoryGb, bandwidthTbs, source }) => ({
        label,
        values: { peak: peakTflops, memory: memoryGb, bandwidth: bandwidthTbs },
        source,
      }),
    ),
  ],
  outputs: [
    {
      key: 'each',
      label: { zh: '每个会话最快', en: 'Each session at most' },
      format: 'whole',
      unit: { zh: '词元/秒', en: 'tokens/s' },
      headline: true,
    },
    {
      key: 'all',
      label: { zh: '合计最快', en: 'All together at most' },
      format: 'whole',
      unit: { zh: '词元/秒', en: 'tokens/s' },
    },
    { key: 'weights', label: { zh: '权重', en: 'Weights' }, format: 'bytes' },
    {
      key: 'perToken',
      label: { zh: '每个词元的 KV', en: 'Cache of a token' },
      format: 'binary-bytes',
    },
    {
      key: 'perSession',
      label: { zh: '每个会话的 KV', en: 'Cache of a session' },
      format: 'binary-bytes',
    },
    {
      key: 'sessions',
      label: { zh: '放得下几个会话', en: 'Sessions that fit' },
      format: 'whole',
    },
    {
      key: 'step',
      label: { zh: '每步至少', en: 'A step takes at least' },
      format: 'plain',
      unit: { zh: '毫秒', en: 'ms' },
    },
    {
      key: 'ridge',
      label: { zh: '转折点', en: 'Ridge point' },
      format: 'plain',
      unit: { zh: 'FLOP/字节', en: 'FLOP/byte' },
    },
    {
      key: 'ridgeBatch',
      label: { zh: '算力接管的批量（MFU = 1）', en: 'Batch where computing takes over (MFU 1)' },
      format: 'whole',
    },
  ],
  how: {
    zh: '权重 = N·b；KV = 2·L·n_kv·d_h·b·s·B；每步 ≥ max((权重 + KV) ÷ 带宽，2NB ÷ (峰值·MFU))（第 8 章式 8.7–8.9）。这是上界；混合专家模型的权重要按总参数放、按激活参数算，这里按同一个 N。',
    en: 'Weights = N·b; cache = 2·L·n_kv·d_h·b·s·B; a step ≥ max((weights + cache) ÷ bandwidth, 2NB ÷ (peak·MFU)) (chapter 8, equations 8.7–8.9). An upper bound on speed. Mixtures of experts hold all parameters but compute with the active ones; here both are N.',
  },
  compute: (v) => {
    const perToken = cacheBytesPerToken(
      { layers: v.layers, keyValueHeads: v.heads, headWidth: v.width },
      v.cache,
    );
    const perSession = perToken * v.context;
    const weights = weightBytes(v.N, v.bits);
    const room = v.gpus * v.memory * 1e9 * (1 - v.reserve / 100) - weights;
    const { seconds } = stepOf(v, v.batch, perSession);
    return {
      each: 1 / seconds,
      all: v.batch / seconds,
      weights,
      perToken,
      perSession,
      sessions: Math.max(0, Math.floor(room / perSession)),
      step: seconds * 1000,
      ridge: ridgeFlopPerByte(v.peak, v.bandwidth),
      ridgeBatch: ridgeBatch(v.peak, v.bandwidth, v.bits),
    };
  },
  verdicts: (v, { weights, perSession, sessions }) => {
    const { bandwidthSeconds, computeSeconds } = stepOf(v, v.batch, perSession);
    const room = v.gpus * v.memory * 1e9 * (1 - v.reserve / 100);
    return {
      each:
        bandwidthSeconds >= computeSeconds
          ? {
              tone: 'plain',
              text: {
                zh: '卡在带宽上：多并几个会话几乎白得。',
                en: 'Bandwidth is the limit: more sessions at once come almost free.',
              },
            }
          : {
              tone: 'plain',
              text: {
                zh: '卡在算力上：再多会话，每个人就更慢。',
                en: 'Computing is the limit: more sessions make each one slower.',
              },
            },
      sessions:
        weights > room
          ? {
              tone: 'bad',
              text: {
                zh: '权重就装不下：加卡，或用更低的精度。',
                en: 'The weights alone do not fit: more GPUs, or fewer bits.',
              },
            }
          : sessions < v.batch
            ? {
                tone: 'warn',
                text: {
                  zh: '少于上面填的会话数：有人要排队。',
                  en: 'Fewer than the sessions above: some have to wait.',
                },
              }
            : {
                tone: 'good',
                text: { zh: '够上面填的会话数。', en: 'Enough for the sessions above.' },
              },
    };
  },
  chart: (v, { perSession, each, all }) => {
    const xs = spread(1, Math.max(512, v.batch), 40, 'log');
    return {
      caption: {
        zh: '解码速度的上界，随同时的会话数变化',
        en: 'Upper bound on decoding speed, by sessions at once',
      },
      x: { label: { zh: '同时的会话 B', en: 'Sessions at once B' }, scale: 'log', format: 'whole' },
      y: { label: { zh: '词元/秒', en: 'tokens/s' }, scale: 'log', format: 'whole' },
      lines: [
        lineOf({ zh: '合计', en: 'All together' }, xs, (x) => x / stepOf(v, x, perSession).seconds),
        lineOf(
          { zh: '每个会话', en: 'Each session' },
          xs,
          (x) => 1 / stepOf(v, x, perSession).seconds,
        ),
      ],
      marks: [
        { label: { zh: '合计', en: 'all' }, x: v.batch, y: all },
        { label: { zh: '每个', en: 'each' }, x: v.batch, y: each },
      ],
    };
  },
});
