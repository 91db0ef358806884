/** The two languages say the same things in the same places, and chapters have one form. */
import { describe, expect, it } from 'vitest';
import { visit } from 'unist-util-visit';
import { languages } from '../../../src/language.ts';
import { pages } from '../../../src/site/chapters.ts';
import { citationsIn } from '../../../src/site/references.ts';
import { headingsOf, pageText, sourceOf, type PageText } from './pages.ts';

const slugs = pages.map(({ slug }) => slug);
const chapters = pages.filter(({ slug, number }) => number !== undefined || slug === 'index');

/** What a page consists of, in order, without its words. */
function structureOf(page: PageText): Record<string, string[]> {
  const found = {
    blocks: [] as string[],
    formulas: [] as string[],
    figures: [] as string[],
    sources: [] as string[],
    exercises: exercisesOf(page).map((_, index) => String(index + 1)),
    anchors: [] as string[],
  };
  let section = '';
  visit(page.tree, (node) => {
    if (node.type === 'heading') {
      section = /\[#([a-z0-9-]+)\]/.exec(sourceOf(page, node))?.[1] ?? section;
    } else if (node.type === 'table' || node.type === 'list') {
      found.blocks.push(`${section}: ${node.type} ${node.children.length}`);
    } else if (node.type === 'math') {
      found.formulas.push(`${section}: ${/\\tag\{(.+?)\}/.exec(node.value)?.[1] ?? 'formula'}`);
    } else if (node.type === 'code') {
      if (node.lang === 'mermaid') found.blocks.push(`${section}: diagram`);
      else if (node.meta?.includes('source=')) found.sources.push(`${section}: ${node.meta}`);
    } else if (node.type === 'mdxJsxFlowElement') {
      const figure = node.attributes.find(
        (attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === 'figure',
      );
      if (figure !== undefined && typeof figure.value === 'string') {
        found.figures.push(`${section}: ${node.name ?? ''} ${figure.value}`);
      }
    } else if (node.type === 'link') {
      const local = node.url.replace(/^\/en(?=\/)/, '');
      if (local.includes('#')) found.anchors.push(`${section}: ${local}`);
    }
  });
  // Word order differs between the languages, so links are compared by section, not by place.
  found.anchors.sort();
  return found;
}

/** The works cited in each section, in alphabetical order. */
function citationsOf(page: PageText): string[] {
  const cited = new Set<string>();
  let section = '';
  visit(page.tree, (node) => {
    if (node.type === 'heading') {
      section = /\[#([a-z0-9-]+)\]/.exec(sourceOf(page, node))?.[1] ?? section;
    }
    if (node.type !== 'text') return;
    for (const key of citationsIn(node.value).flatMap(({ keys }) => keys)) {
      cited.add(`${section}: ${key}`);
    }
  });
  return [...cited].sort();
}

/** The folded solutions below the heading of the exercises. */
function exercisesOf(page: PageText): string[] {
  const from = page.markdown.search(/^## .*\[#exercises\]/m);
  if (from < 0) return [];
  const rest = page.markdown.slice(from + 3);
  const end = rest.search(/^## /m);
  return [...rest.slice(0, end < 0 ? undefined : end).matchAll(/^<details/gm)].map(([tag]) => tag);
}

describe.each(slugs)('%s', (slug) => {
  it('has the same sections in both languages', () => {
    expect(headingsOf(pageText(slug, 'en'))).toEqual(headingsOf(pageText(slug, 'zh')));
  });

  it('has the same formulas, figures, tables, diagrams, code and exercises', () => {
    expect(structureOf(pageText(slug, 'en'))).toEqual(structureOf(pageText(slug, 'zh')));
  });

  it('cites the same works in the same sections', () => {
    expect(citationsOf(pageText(slug, 'en'))).toEqual(citationsOf(pageText(slug, 'zh')));
  });
});

describe.each(chapters.map(({ slug }) => slug))('%s as a chapter', (slug) => {
  it.each(languages)('opens with its goals and closes as every chapter does (%s)', (language) => {
    const sections = headingsOf(pageText(slug, language)).filter((id) => id.startsWith('2 '));
    expect(sections[0]).toBe('2 goals');
    expect(sections.slice(-3)).toEqual(['2 summary', '2 exercises', '2 next']);
  });

  it.each(languages)('has five to eight exercises with solutions (%s)', (language) => {
    const { length } = exercisesOf(pageText(slug, language));
    expect(length).toBeGreaterThanOrEqual(5);
    expect(length).toBeLessThanOrEqual(8);
  });
});
