/** The lists of cited works that readers can take along: one of every page, and one of all pages. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { slugOfFile } from './locale.ts';
import { keysCitedIn, readReferences, type Reference } from './references.ts';

export type CitedWork = readonly [key: string, entry: Reference];

/** By page slug, in the order of citation; under `all`, everything by key. */
export function worksByPage(root: string): Map<string, readonly CitedWork[]> {
  const references = readReferences(join(root, 'content/references/references.json'));
  const pages = new Map<string, readonly CitedWork[]>([['all', Object.entries(references)]]);
  const folder = join(root, 'content/zh');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.mdx')) continue;
    const path = join(folder, name);
    const works = keysCitedIn(readFileSync(path, 'utf8')).flatMap((key): CitedWork[] => {
      const entry = references[key];
      return entry === undefined ? [] : [[key, entry]];
    });
    if (works.length > 0) pages.set(slugOfFile(path), works);
  }
  return pages;
}
