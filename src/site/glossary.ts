/** The terms of the handbook: what an entry of `content/glossary/glossary.json` says, and finding terms in prose. */
import { readFileSync } from 'node:fs';
import { z } from 'astro/zod';
import type { Language } from '../language.ts';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const termSchema = z.strictObject({
  /** The term itself, as a heading of the glossary shows it. */
  zh: z.string().min(1),
  en: z.string().min(1),
  /** Other ways to write it, plurals included. */
  forms: z.strictObject({ zh: z.array(z.string()), en: z.array(z.string()) }).optional(),
  /** The pages on which the plain word has this meaning, when it has others elsewhere. */
  pages: z.array(z.string()).optional(),
  /** One sentence. */
  definition: words,
  /** The section that treats it, as a Chinese address. */
  section: z.string().regex(/^\/(?:[a-z0-9/-]+\/)?#[a-z0-9-]+$/),
});

export type Term = z.infer<typeof termSchema>;
export type Glossary = Readonly<Record<string, Term>>;

/** Reads and checks `glossary.json`; throws a sentence that names the file. */
export function readGlossary(path: string): Glossary {
  const parsed = z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), termSchema)
    .safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export interface FoundTerm {
  readonly key: string;
  readonly index: number;
  readonly length: number;
}

/**
 * A function that finds the terms in the text of a page, from left to right, the longest form first.
 * Words in
 * Latin letters have to stand alone; those with a capital letter are found in that spelling only. A
 * form of one Chinese character would be found inside other words, so it is never looked for.
 */
export function termFinder(
  glossary: Glossary,
  language: Language,
  slug: string,
): (text: string) => FoundTerm[] {
  const exact = new Map<string, string>();
  const folded = new Map<string, string>();
  for (const [key, term] of Object.entries(glossary)) {
    if (term.pages?.includes(slug) === false) continue;
    for (const form of [term[language], ...(term.forms?.[language] ?? [])]) {
      if (form.length < 2) continue;
      if (form === form.toLowerCase()) folded.set(form, key);
      else exact.set(form, key);
    }
  }
  const forms = [...exact.keys(), ...folded.keys()].sort((a, b) => b.length - a.length);
  const escaped = forms.map((form) => {
    const body = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const before = /^[\p{Script=Latin}\p{N}]/u.test(form) ? '(?<![\\p{Script=Latin}\\p{N}_])' : '';
    const after = /[\p{Script=Latin}\p{N}]$/u.test(form) ? '(?![\\p{Script=Latin}\\p{N}_-])' : '';
    return `${before}${body}${after}`;
  });
  const pattern = new RegExp(escaped.join('|'), 'giu');
  return (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [written] = match;
      const key = exact.get(written) ?? folded.get(written.toLowerCase());
      return key === undefined ? [] : [{ key, index: match.index, length: written.length }];
    });
}
