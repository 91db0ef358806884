/** What the search says. */
import type { Language } from '../../language.ts';

interface Words {
  some(count: number): string;
  /** The reader wrote a term in the other language or in another form. */
  term(typed: string, name: string): string;
  /** Only the pages of the other language have it. */
  other(typed: string): string;
  near(typed: string, instead: string): string;
  none(typed: string): string;
  loading: string;
  offline: string;
  failed: string;
}

/** A long question is not repeated whole. */
const short = (typed: string): string => (typed.length > 40 ? `${typed.slice(0, 40)}…` : typed);

export const searchWords: Readonly<Record<Language, Words>> = {
  zh: {
    some: (count) => `${count} 条结果`,
    term: (typed, name) => `“${short(typed)}”在本书里叫“${name}”。`,
    other: (typed) => `中文页面里没有“${short(typed)}”，下面是英文页面里的。`,
    near: (typed, instead) => `没有“${short(typed)}”，下面是“${instead}”的结果。`,
    none: (typed) => `没有找到“${short(typed)}”。`,
    loading: '正在装载搜索……',
    offline: '现在没有网络，搜索还没装载好。联网后会自动再试。',
    failed: '搜索没能装载。请再试一次。',
  },
  en: {
    some: (count) => (count === 1 ? '1 result' : `${count} results`),
    term: (typed, name) => `“${short(typed)}” is called “${name}” here. `,
    other: (typed) => `No English page has “${short(typed)}”. These Chinese pages do.`,
    near: (typed, instead) => `Nothing has “${short(typed)}”. These are for “${instead}”.`,
    none: (typed) => `Nothing found for “${short(typed)}”.`,
    loading: 'Loading the search…',
    offline:
      'There is no network, and the search is not loaded yet. It tries again once you are online.',
    failed: 'The search could not be loaded. Please try again.',
  },
};
