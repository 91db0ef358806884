/**
 * The checklist of what the handbook covers: `content/coverage/NN.json` maps every topic, correction,
 * formula and figure to the section that treats it. Fails when one has no home in either language.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'astro/zod';
import { languages } from '../../../src/language.ts';
import { pageBySlug } from '../../../src/site/chapters.ts';
import { headingsOf, pageText, root } from './pages.ts';

const items = z.array(
  z.strictObject({
    item: z.string().regex(/^(?:a:\d+\.\d+(?:-\d+)?|b\d?:\d+|[ce]:\d+)$/),
    what: z.strictObject({ zh: z.string().min(2), en: z.string().min(2) }),
    home: z.string().regex(/^\/(?:[a-z0-9/-]+\/)?#[a-z][a-z0-9-]*$/),
  }),
);

/** How many of each kind the checklist of a part has; corrections by table. */
const parts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '00': { topics: 3, b: 8 },
  '01': { topics: 5, b: 11 },
  '02': { topics: 5, b1: 13, b2: 14 },
  '03': { topics: 7, b: 20 },
  '04': { topics: 6, b: 23 },
  '05': { topics: 8, b: 16 },
  '06': { topics: 3, b: 15 },
  '07': { topics: 3, b: 10 },
  '08': { topics: 8, b: 9 },
  '09': { topics: 9, b: 6 },
};

/** Topics that consist of several: the smallest number of sub-items. */
const subItems: Readonly<Record<string, number>> = {
  '0.1': 4,
  '0.2': 3,
  '1.2': 5,
  '1.3': 4,
  '2.1': 3,
  '2.2': 2,
  '2.3': 6,
  '3.1': 3,
  '3.2': 2,
  '3.3': 2,
  '3.6': 4,
  '5.1': 3,
  '5.2': 3,
  '5.3': 3,
  '5.4': 3,
  '5.5': 3,
  '5.6': 3,
  '5.7': 3,
  '6.1': 7,
  '6.2': 7,
  '6.3': 2,
  '7.1': 5,
  '7.2': 5,
};

function readItems(part: string): z.infer<typeof items> {
  return items.parse(JSON.parse(readFileSync(join(root, `content/coverage/${part}.json`), 'utf8')));
}

/** `/02-algorithms/#lstm` → page and heading id. */
function homeOf(home: string): [slug: string, id: string] {
  const [path = '', id = ''] = home.split('#');
  return [path.replace(/^\/|\/$/g, ''), id];
}

describe.each(Object.keys(parts))('part %s', (part) => {
  it('has its checklist', () => {
    expect(existsSync(join(root, `content/coverage/${part}.json`))).toBe(true);
  });

  it('has a home for every item in both languages', () => {
    const homeless = readItems(part).flatMap(({ item, home }) => {
      const [slug, id] = homeOf(home);
      const page = pageBySlug(slug);
      if (page === undefined) return [`${item}: no page ${home}`];
      return languages.flatMap((language) => {
        const ids = headingsOf(pageText(page.slug, language)).map((entry) => entry.split(' ')[1]);
        return ids.includes(id) ? [] : [`${item}: no section ${home} (${language})`];
      });
    });
    expect(homeless).toEqual([]);
  });

  it('leaves out no topic and no correction', () => {
    const { topics = 0, ...corrections } = parts[part] ?? {};
    const listed = new Set(readItems(part).map(({ item }) => item));
    const chapter = Number(part);
    const missing: string[] = [];
    for (let topic = 1; topic <= topics; topic += 1) {
      const name = `${chapter}.${topic}`;
      const wanted = subItems[name];
      if (wanted === undefined) {
        const has = [...listed].some(
          (item) => item === `a:${name}` || item.startsWith(`a:${name}-`),
        );
        if (!has) missing.push(`a:${name}`);
      } else {
        for (let sub = 1; sub <= wanted; sub += 1) {
          if (!listed.has(`a:${name}-${sub}`)) missing.push(`a:${name}-${sub}`);
        }
      }
    }
    for (const [table, rows] of Object.entries(corrections)) {
      for (let row = 1; row <= rows; row += 1) {
        if (!listed.has(`${table}:${row}`)) missing.push(`${table}:${row}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('lists an item once', () => {
    const names = readItems(part).map(({ item, home }) => `${item} ${home}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
