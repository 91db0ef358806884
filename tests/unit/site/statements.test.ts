/** Statements of the pages that once were wrong in a way that a machine can see. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../src/language.ts';
import { pages } from '../../../src/site/chapters.ts';
import { pageText, root, sourceOf } from './pages.ts';

const paragraphs = pages.flatMap(({ slug }) =>
  languages.flatMap((language) => {
    const page = pageText(slug, language);
    return page.tree.children.map((node) => ({
      where: `${language} ${slug}, line ${node.position?.start.line ?? 0}`,
      text: sourceOf(page, node),
    }));
  }),
);

/** Where a pattern stands in the pages. */
function places(pattern: RegExp): string[] {
  return paragraphs.filter(({ text }) => pattern.test(text)).map(({ where }) => where);
}

it('sends nobody to a repository that has no address', () => {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    repository?: unknown;
  };
  expect(repository).toBeUndefined();
  expect(places(/open an issue|提交问题|in the repository’s|仓库的 README/)).toEqual([]);
});

it('cites the first paper on mixed precision for fp16, not for bf16', () => {
  expect(places(/bf16 \[@micikevicius2017/)).toEqual([]);
  expect(places(/fp16 \[@micikevicius2017\]/)).not.toEqual([]);
});

describe.each([
  ['the repeats of a task on τ-bench', /@yao2024/, /61%/],
  ['the sequel to the trial with developers', /@metr2026\]/, /38%/],
  ['the growth of what agents manage', /@kwa2025/, /131/],
])('%s', (_, source, figure) => {
  it('is told with the figures of its source', () => {
    const told = paragraphs.filter(({ text }) => source.test(text));
    expect(told.length).toBeGreaterThan(1);
    expect(told.filter(({ text }) => !figure.test(text)).map(({ where }) => where)).toEqual([]);
  });
});
