/** The words on the picture that messengers show beside a link to a page. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../language.ts';
import { pageBySlug } from './chapters.ts';

export interface ShareWords {
  readonly lang: string;
  readonly book: string;
  readonly kicker: string;
  readonly title: string;
  readonly description: string;
}

/** A one-line field of a page's frontmatter. */
function field(text: string, name: string): string {
  const value = new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1] ?? '';
  return value.replace(/^(['"])(.*)\1$/, '$2').replaceAll("''", "'");
}

/** @param root the project's folder */
export function shareWords(root: string, slug: string, language: Language): ShareWords {
  const flat = join(root, 'content', language, `${slug}.mdx`);
  const path = existsSync(flat) ? flat : join(root, 'content', language, slug, 'index.mdx');
  const text = readFileSync(path, 'utf8');
  const number = pageBySlug(slug)?.number;
  const kicker = language === 'zh' ? `第 ${number ?? 0} 章` : `Chapter ${number ?? 0}`;
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en',
    book: language === 'zh' ? '大模型创业的生存之道' : 'Surviving with Large Models',
    kicker: number === undefined ? '' : kicker,
    title: field(text, 'title'),
    description: field(text, 'description'),
  };
}
