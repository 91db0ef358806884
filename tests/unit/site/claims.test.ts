/** Figures say where they come from; works are cited; links outside are on the list of checked ones. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { z } from 'astro/zod';
import { languages, type Language } from '../../../src/language.ts';
import { pages } from '../../../src/site/chapters.ts';
import { marks } from '../../../src/site/markdown/provenance.ts';
import { addressOf, keysCitedIn, readReferences } from '../../../src/site/references.ts';
import { pageText, root, sourceOf } from './pages.ts';

const slugs = pages.map(({ slug }) => slug);
const references = readReferences(join(root, 'content/references/references.json'));

/** A number with a unit that somebody must have counted, measured or computed. */
const figure = new RegExp(
  [
    String.raw`\\?[$€¥£]\s?\d`,
    String.raw`\d[\d.,\s]*(?:万|亿|万亿|千|百)?(?:个)?(?:%|％|‰|倍|万|亿|美元|欧元|元(?!素|组)|人民币|卡时|小时\/月)`,
    String.raw`\d[\d.,]*\s?(?:%|×(?!\s?\d)|-fold|times (?:as|more|less|slower|faster))`,
    String.raw`\d[\d.,]*\s?(?:thousand|million|billion|trillion|dollars?|euros?|yuan)\b`,
    String.raw`\d[\d.,]*\s?(?:[KMGTP]i?B|[KMGTPEZ]?FLOPs?|[GTP]FLOP\/s|MW|GW|TWh|GPU-h(?:ours?)?)\b`,
  ].join('|'),
  'iu',
);
/** A number of three digits or more behind the point: it was computed or measured, not set. */
const result = /(?<![\w.])(?:[1-9]\d*\.\d{2,}|[1-9]\d+\.\d+|0\.0*[1-9]\d{2,})(?![\d.])/;
/** What looks like a result and is none: numbers of formulas, versions, a logarithm written out, commands of TeX. */
const notResults =
  /\(\d\.\d+\)|\\ln ?\d+\\approx[\d.]+|(?:Python|PyTorch)(?: 的)? ?\d+\.\d+(?:\.\d+)?|\\[a-zA-Z]+/g;

const needsProvenance = (text: string): boolean =>
  figure.test(text) || result.test(text.replace(notResults, ' '));

const provenance = new RegExp(
  String.raw`\[@[a-z0-9]|\[=(?:${Object.keys(marks).join('|')})\]|\]\((?:\/[a-z0-9/-]*)?#`,
  'i',
);

/** Goals name what will be computed; exercises are solved on the spot. */
const sectionsWithoutClaims = new Set(['goals', 'exercises']);

/** The prose of a block with the formulas in its lines, without code. */
function proseOf(node: Nodes): string {
  let text = '';
  visit(node, (child) => {
    if (child.type === 'text' || child.type === 'inlineMath') text += child.value;
    else if (child.type === 'link') text += `](${child.url}`;
  });
  return text;
}

/** Blocks with a figure that does not say where it comes from. */
function unfounded(slug: string, language: Language): string[] {
  const page = pageText(slug, language);
  const found: string[] = [];
  let section = '';
  let before: Nodes | undefined;
  const check = (node: Nodes, context = ''): void => {
    const prose = proseOf(node);
    if (needsProvenance(prose) && !provenance.test(prose) && !provenance.test(context)) {
      found.push(`line ${node.position?.start.line ?? 0}: ${sourceOf(page, node).slice(0, 90)}`);
    }
  };
  visit(page.tree, (node, _index, parent) => {
    if (node.type === 'heading') {
      section = /\[#([a-z0-9-]+)\]/.exec(sourceOf(page, node))?.[1] ?? section;
      return SKIP;
    }
    if (sectionsWithoutClaims.has(section)) return SKIP;
    if (node.type === 'mdxJsxFlowElement' && node.name === 'details') return SKIP;
    if (parent?.type === 'root') {
      const previous = parent.children[parent.children.indexOf(node as never) - 1];
      before = previous;
    }
    if (node.type === 'table') {
      const context = before?.type === 'paragraph' ? proseOf(before) : '';
      for (const row of node.children.slice(1)) check(row, context);
      return SKIP;
    }
    if (node.type === 'paragraph') {
      check(node);
      return SKIP;
    }
    return undefined;
  });
  return found;
}

describe.each(slugs)('%s', (slug) => {
  it.each(languages)('says of every figure where it comes from (%s)', (language) => {
    expect(unfounded(slug, language)).toEqual([]);
  });
});

const checkedLinks = z.record(
  z.url(),
  z.strictObject({ what: z.string().min(1), checked: z.iso.date() }),
);

function checkedAddresses(): Set<string> {
  const addresses = new Set(Object.values(references).map(addressOf));
  const links = join(root, 'content/references/links.json');
  const list = checkedLinks.parse(JSON.parse(readFileSync(links, 'utf8')));
  for (const url of Object.keys(list)) addresses.add(url);
  const resources = join(root, 'content/resources/resources.json');
  if (existsSync(resources)) {
    const entries = z
      .array(z.object({ url: z.url() }))
      .parse(JSON.parse(readFileSync(resources, 'utf8')));
    for (const { url } of entries) addresses.add(url);
  }
  return addresses;
}

it('links outside only to addresses on the list of checked ones', () => {
  const known = checkedAddresses();
  const unknown: string[] = [];
  for (const slug of slugs) {
    for (const language of languages) {
      visit(pageText(slug, language).tree, (node) => {
        const url = node.type === 'link' ? node.url : '';
        if (/^https?:/.test(url) && !known.has(url)) unknown.push(`${language} ${slug}: ${url}`);
      });
    }
  }
  expect(unknown).toEqual([]);
});

it('lists no work that is not cited', () => {
  const cited = new Set(
    slugs.flatMap((slug) =>
      languages.flatMap((language) => keysCitedIn(pageText(slug, language).markdown)),
    ),
  );
  expect(Object.keys(references).filter((key) => !cited.has(key))).toEqual([]);
});

describe('the rule for figures', () => {
  it.each([
    '约 560 万美元',
    '毛利 41%',
    '1.6 万亿',
    '175 billion',
    '\\$5',
    '80 GB',
    '9 倍',
    'At q=0.8, v=1.285',
    'h\\approx0.7616',
    '损失 2.173',
    'loss 15.4',
  ])('sees %s', (text) => {
    expect(needsProvenance(text)).toBe(true);
  });

  it.each([
    '3 个元素',
    '第 4 章',
    '2023 年',
    '[B, 16, 32]',
    'step 400',
    ...[
      'formula (5.11)',
      '图 7.3',
      'dropout 0.1',
      '温度 1.5',
      'PyTorch 1.13',
      '\\eta=0.003',
      '\\ln29\\approx3.37',
    ],
  ])('lets %s be', (text) => {
    expect(needsProvenance(text)).toBe(false);
  });

  it.each(['40% [@brown2020]', '40% [=computed]', '40%，见[式](#gross-margin)'])(
    'takes %s as founded',
    (text) => {
      expect(provenance.test(text)).toBe(true);
    },
  );
});
