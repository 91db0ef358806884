/** Which language a file, an address or a page is in, and how addresses change with it. */
import type { Language } from '../language.ts';

/** The language of a content file, from its folder. */
export function languageOfFile(path: string | undefined): Language {
  return path !== undefined && /[\\/]content[\\/]en[\\/]/.test(path) ? 'en' : 'zh';
}

/** `content/en/lab/index.mdx` → `lab`; `content/zh/index.mdx` → `index`: the address of a page. */
export function slugOfFile(path: string | undefined): string {
  const inside = /[\\/]content[\\/](?:zh|en)[\\/](.+)\.mdx$/.exec(path ?? '')?.[1] ?? '';
  return inside.replaceAll('\\', '/').replace(/\/index$/, '');
}

/** The language of a page, from Starlight's locale (`undefined` is the root, Chinese). */
export function languageOfLocale(locale: string | undefined): Language {
  return locale === 'en' ? 'en' : 'zh';
}

/**
 * The address of a page in a language. `path` begins with `/` and is the Chinese address, without
 * `/en`; the fragment and the query are kept.
 */
export function localePath(path: string, language: Language): string {
  return language === 'en' ? `/en${path}` : path;
}

/** `/en/02-algorithms/` → `02-algorithms`; `/` → `index`. */
export function slugOfPath(pathname: string): string {
  const slug = pathname.replace(/^\/en(?=\/|$)/, '').replace(/^\/|\/$/g, '');
  return slug === '' ? 'index' : slug;
}
