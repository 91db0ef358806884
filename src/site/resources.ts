/**
 * The list of tools and resources: what an entry of `content/resources/resources.json` may say, and
 * the words for its kinds, levels, prices and topics.
 */
import { readFileSync } from 'node:fs';
import { z } from 'astro/zod';
import type { Localised } from '../language.ts';

/** The groups of the list, in the order in which they are shown. */
export const kinds = {
  book: { zh: '书', en: 'Books' },
  course: { zh: '课程', en: 'Courses' },
  paper: { zh: '论文', en: 'Papers' },
  framework: { zh: '框架', en: 'Frameworks' },
  text: { zh: '分词与文本工具', en: 'Tokenizers and text tools' },
  data: { zh: '数据集与平台', en: 'Data sets and hubs' },
  training: { zh: '训练与微调', en: 'Training and fine-tuning' },
  serving: { zh: '部署与应用', en: 'Serving and building on models' },
  evaluation: { zh: '评测', en: 'Evaluation' },
  tracking: { zh: '实验记录', en: 'Tracking experiments' },
  china: { zh: '中国生态', en: 'The Chinese ecosystem' },
  business: { zh: '商业与法律', en: 'Business and law' },
} as const satisfies Record<string, Localised>;

export const levels = {
  beginner: { zh: '入门', en: 'beginner' },
  intermediate: { zh: '进阶', en: 'intermediate' },
  advanced: { zh: '深入', en: 'advanced' },
} as const satisfies Record<string, Localised>;

export const prices = {
  free: { zh: '免费', en: 'free' },
  mixed: { zh: '部分免费', en: 'partly free' },
  paid: { zh: '收费', en: 'paid' },
} as const satisfies Record<string, Localised>;

/** The languages in which a resource can be read or has its documentation. */
export const resourceLanguages = {
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
} as const satisfies Record<string, Localised>;

export const topics = {
  foundations: { zh: '机器学习基础', en: 'machine learning basics' },
  language: { zh: '自然语言处理', en: 'language processing' },
  transformers: { zh: '注意力与 Transformer', en: 'attention and Transformers' },
  pretraining: { zh: '预训练与规模', en: 'pre-training and scale' },
  tuning: { zh: '微调与对齐', en: 'fine-tuning and alignment' },
  data: { zh: '数据与分词', en: 'data and tokens' },
  systems: { zh: '训练系统', en: 'training systems' },
  inference: { zh: '推理与部署', en: 'inference and serving' },
  retrieval: { zh: '检索与智能体', en: 'retrieval and agents' },
  evaluation: { zh: '评测', en: 'evaluation' },
  product: { zh: '产品与生意', en: 'product and business' },
  law: { zh: '法律与安全', en: 'law and safety' },
} as const satisfies Record<string, Localised>;

/** How many entries are shown: written by the server, and by the filter whenever it changes. */
export const shownCount: Localised = {
  zh: '显示 {shown} 条，共 {all} 条。',
  en: '{shown} of {all} shown.',
};

const keysOf = <T extends Record<string, Localised>>(words: T) =>
  z.enum(Object.keys(words) as [keyof T & string, ...(keyof T & string)[]]);

const localisedSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const resourceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  by: z.string().min(1),
  year: z.number().int().min(1950).optional(),
  kind: keysOf(kinds),
  level: keysOf(levels),
  languages: z.array(keysOf(resourceLanguages)).min(1),
  price: keysOf(prices),
  topics: z.array(keysOf(topics)).min(1),
  url: z.url({ protocol: /^https?$/ }),
  /** What it is good for, and where it ends. */
  note: localisedSchema,
  /** Of the thing itself: a licence's short name. */
  licence: z.string().min(1).optional(),
  /** The day on which author, year and licence were last checked. */
  checked: z.iso.date(),
});

export type Resource = z.infer<typeof resourceSchema>;
export const resourcesSchema = z
  .array(resourceSchema)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
    message: 'two entries share an id',
  });

/** Reads and checks `resources.json`; throws a sentence that names the file. */
export function readResources(path: string): Resource[] {
  const parsed = resourcesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
