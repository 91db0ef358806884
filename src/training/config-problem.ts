/** What a reader must know before a run: the first thing about a setting that cannot work. */
import type { Localised } from '../language.ts';
import { findTask, type DataSizes } from '../tasks/index.ts';
import { backendNames, type BackendId, type RunConfig } from './config.ts';
import { numberField, type FieldName } from './fields/read.ts';
import { estimateBytes, largestTensorOf } from './kinds/memory.ts';

const gigabyte = 2 ** 30;
/** What WASM can reach; no backend is given more. */
const limit = 4 * gigabyte;
/** What a link may ask for without a press of the reader. */
const unasked = gigabyte;

/** Where the size of the data is not given, what is known of the task without its files. */
const taskSizes = ({ task, taskParameters }: RunConfig): DataSizes =>
  findTask(task)!.sizes(taskParameters);

/** “automatic” may use any but the slowest. */
const bytesOf = (config: RunConfig, sizes: DataSizes): number =>
  estimateBytes(config, sizes, config.backend === 'auto' ? 'wasm' : config.backend);

/** @param sizes of the task's data, once they are there */
export function configProblem(config: RunConfig, sizes = taskSizes(config)): Localised | null {
  return headsProblem(config) ?? memoryProblem(config, sizes);
}

function headsProblem({ fields: { d, heads, positions } }: RunConfig): Localised | null {
  if (typeof heads !== 'number' || typeof d !== 'number') return null;
  if (d % heads !== 0) {
    return {
      zh: `宽度 d = ${d} 不能被头数 ${heads} 整除；请改其中一个。`,
      en: `The width d = ${d} cannot be divided by ${heads} heads; change one of them.`,
    };
  }
  if (positions === 'rotary' && (d / heads) % 2 !== 0) {
    return {
      zh: `旋转位置编码要求每个头的宽度为偶数，现在 d / heads = ${d / heads}。`,
      en: `Rotary positions need an even width per head; here d / heads = ${d / heads}.`,
    };
  }
  return null;
}

/** The fields that make a run large, with their values. */
const large: readonly { key: FieldName; zh(value: number): string; en(value: number): string }[] = [
  { key: 'batch', zh: (B) => `批量 ${B}`, en: (B) => `batch ${B}` },
  { key: 'context', zh: (T) => `上下文 ${T}`, en: (T) => `context ${T}` },
  { key: 'd', zh: (C) => `宽度 ${C}`, en: (C) => `width ${C}` },
  { key: 'layers', zh: (L) => `${L} 层`, en: (L) => `${L} layers` },
];

/** What makes a run large, as it is set; for the beginning of a sentence. */
function factors(config: RunConfig): Localised {
  const own = large.filter(({ key }) => key in config.fields);
  const zh = own.map((one) => one.zh(numberField(config, one.key))).join(' × ');
  const en = own.map((one) => one.en(numberField(config, one.key))).join(' × ');
  return { zh, en: `${en.charAt(0).toUpperCase()}${en.slice(1)}` };
}

const inGigabytes = (bytes: number): string => Number((bytes / gigabyte).toPrecision(3)).toString();

function memoryProblem(config: RunConfig, sizes: DataSizes): Localised | null {
  const bytes = bytesOf(config, sizes);
  if (bytes <= limit) return null;
  const { zh, en } = factors(config);
  return {
    zh: `${zh}，大约要 ${inGigabytes(bytes)} GB 内存，超过本页的上限 ${inGigabytes(limit)} GB；请调小其中一个。`,
    en: `${en} would take about ${inGigabytes(bytes)} GB of memory, more than this page's limit of ${inGigabytes(limit)} GB; lower one of them.`,
  };
}

/** Why a link that asks for a start has to wait for a press; null where it need not. */
export function startProblem(config: RunConfig): Localised | null {
  const bytes = bytesOf(config, taskSizes(config));
  if (bytes <= unasked) return null;
  return {
    zh: `这个链接要求一打开就训练，但大约要 ${inGigabytes(bytes)} GB 内存，所以没有自动开始；确定要训练，请点“训练”。`,
    en: `This link asks to train at once, but that takes about ${inGigabytes(bytes)} GB of memory, so nothing was started. Press Train if you want it.`,
  };
}

/**
 * Why the current backend cannot train this at all; null where it can.
 * @param largest bytes of the largest tensor that it computes with
 */
export function tensorProblem(
  config: RunConfig,
  sizes: DataSizes,
  backend: BackendId,
  largest: number,
): Localised | null {
  const { name, bytes } = largestTensorOf(config, sizes);
  if (bytes <= largest) return null;
  const megabytes = (x: number): string => (x / 2 ** 20).toFixed(0);
  return {
    zh: `${name.zh}要 ${megabytes(bytes)} MB，而 ${backendNames[backend]} 在这台设备上一个张量最多 ${megabytes(largest)} MB`,
    en: `${name.en} take ${megabytes(bytes)} MB, and ${backendNames[backend]} allows ${megabytes(largest)} MB a tensor on this device`,
  };
}
