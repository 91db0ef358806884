/**
 * The pages of the handbook in reading order: the one place that the sidebar, the chapter numbers
 * and "previous / next" come from.
 */
import type { Localised } from '../language.ts';

export interface Page {
  /** The address without language: `02-algorithms` is `/02-algorithms/` and `/en/02-algorithms/`. */
  readonly slug: string;
  /** The chapter's number; absent for pages that are not chapters. */
  readonly number?: number;
  /** The short name shown in the sidebar. */
  readonly label: Localised;
  /** A page below the page before it, such as one demo of the lab. */
  readonly nested?: boolean;
  /** The first page of a new group in the sidebar. */
  readonly opensGroup?: boolean;
}

export const pages: readonly Page[] = [
  { slug: 'index', label: { zh: '背景', en: 'Background' } },
  { slug: '01-concepts', number: 1, label: { zh: '核心概念与联系', en: 'Core concepts' } },
  { slug: '02-algorithms', number: 2, label: { zh: '核心算法与操作步骤', en: 'Core algorithms' } },
  { slug: '03-mathematics', number: 3, label: { zh: '数学模型和公式', en: 'The mathematics' } },
  { slug: '04-project', number: 4, label: { zh: '项目实战', en: 'The project' } },
  { slug: '05-applications', number: 5, label: { zh: '实际应用场景', en: 'Applications' } },
  { slug: '06-resources', number: 6, label: { zh: '工具和资源', en: 'Tools and resources' } },
  { slug: '07-outlook', number: 7, label: { zh: '趋势与挑战', en: 'Outlook' } },
  { slug: '08-faq', number: 8, label: { zh: '常见问题', en: 'Questions' } },
  { slug: '09-further-reading', number: 9, label: { zh: '扩展阅读', en: 'Further reading' } },
  { slug: 'lab', label: { zh: '实验室', en: 'The lab' }, opensGroup: true },
  { slug: 'lab/seq2seq', label: { zh: '序列到序列', en: 'Sequence to sequence' }, nested: true },
  { slug: 'lab/transformer', label: { zh: 'Transformer', en: 'Transformer' }, nested: true },
  { slug: 'lab/museum', label: { zh: '错误博物馆', en: 'The bug museum' }, nested: true },
  { slug: 'lab/calculators', label: { zh: '计算器', en: 'Calculators' }, nested: true },
  { slug: 'glossary', label: { zh: '术语表', en: 'Glossary' } },
  { slug: 'teach', label: { zh: '课堂', en: 'Teaching' } },
  { slug: 'about', label: { zh: '关于', en: 'About' } },
];

/** The page that has this slug (`''` is the background page), or undefined. */
export function pageBySlug(slug: string): Page | undefined {
  const wanted = slug === '' ? 'index' : slug;
  return pages.find((page) => page.slug === wanted);
}

/** The page of a chapter number, or undefined. */
export function pageByNumber(number: number): Page | undefined {
  return pages.find((page) => page.number === number);
}

/** Starlight's `sidebar` option made from {@link pages}. */
export function sidebar(): {
  slug: string;
  label: string;
  translations: Record<string, string>;
}[] {
  return pages.map(({ slug, label }) => ({
    slug,
    label: label.zh,
    translations: { en: label.en },
  }));
}
