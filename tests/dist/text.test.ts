/** The pages of the handbook as they were built: formulas, shown code, diagrams, the order of the book. */
import { describe, expect, test } from 'vitest';
import { formatNumber } from '../../src/demos/calculator/format.ts';
import { calculatorNames, loadSpec } from '../../src/demos/calculator/registry.ts';
import { languages } from '../../src/language.ts';
import { longestRegion } from '../../src/site/markdown/source-regions.ts';
import {
  addressOf,
  all,
  attribute,
  elementsIn,
  is,
  pageAt,
  slugs,
  textAt,
  textOf,
  type Element,
} from './site.ts';

/** The pages that carry formulas or diagrams, whatever else is written later. */
const withFormulas = ['02-algorithms', '03-mathematics', '04-project'];
const withDiagrams = ['02-algorithms', '03-mathematics'];

const hrefOf = (link: Element): string => attribute(link, 'href') ?? '';
const one = (found: readonly Element[]): Element => {
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe.each(languages)('in %s', (language) => {
  const order = slugs.map((slug) => addressOf(slug, language));

  describe.each(slugs)('%s', (slug) => {
    const address = addressOf(slug, language);
    const page = () => pageAt(address);

    test('sets its formulas for eyes and screen readers, and none is left as TeX', () => {
      const formulas = all(page(), '.katex');
      if (withFormulas.includes(slug)) expect(formulas.length).toBeGreaterThan(5);
      for (const formula of formulas) {
        expect(all(formula, '.katex-mathml math')).toHaveLength(1);
        expect(all(formula, '.katex-html')).toHaveLength(1);
      }
      const left = (element: Element): boolean =>
        is(element, '.katex') || ['pre', 'code', 'script', 'style'].includes(element.tagName);
      const prose = textOf(one(all(page(), '.sl-markdown-content')), left);
      expect(prose.match(/\\[a-z]{2,}.{0,40}|\$\$/g)).toBeNull();
    });

    test('shows code that runs, in short regions with a link to their file', () => {
      const regions = all(page(), 'figure.source-region');
      if (withFormulas.includes(slug)) expect(regions.length).toBeGreaterThan(1);
      for (const region of regions) {
        const lines = all(region, '.ec-line').length;
        expect(lines).toBeGreaterThan(0);
        expect(lines).toBeLessThanOrEqual(longestRegion);
        expect(textOf(region)).not.toMatch(/#(?:end)?region/);
        const sources = all(region, 'figcaption a').map(hrefOf);
        expect(sources).toContainEqual(expect.stringContaining('/source/'));
      }
    });

    test('has its diagrams in the HTML, with a role, a name and words', () => {
      const diagrams = all(page(), 'figure.diagram');
      if (withDiagrams.includes(slug)) expect(diagrams.length).toBeGreaterThan(0);
      for (const diagram of diagrams) {
        const picture = all(diagram, 'svg')[0]!;
        // A picture with links in it is a group, or a screen reader would not reach the links.
        const role = all(picture, 'a').length > 0 ? 'group' : 'img';
        expect(attribute(picture, 'role')).toBe(role);
        expect(attribute(picture, 'aria-label')).toMatch(/\S.{9}/s);
        expect(textOf(picture, ({ tagName }) => tagName === 'style')).toMatch(/\S/);
      }
    });

    test('stands in the list of pages, between the one before and the one after', () => {
      const index = order.indexOf(address);
      for (const [rel, wanted] of [
        ['prev', order[index - 1]],
        ['next', order[index + 1]],
      ] as const) {
        const links = all(page(), 'footer a').filter((link) => attribute(link, 'rel') === rel);
        expect(links.map(hrefOf)).toEqual(wanted === undefined ? [] : [wanted]);
      }
      const listed = all(all(page(), 'ol.pages')[0]!, 'a');
      expect(listed.map(hrefOf)).toEqual(order);
      const current = listed.filter((link) => attribute(link, 'aria-current') === 'page');
      expect(current.map(hrefOf)).toEqual([address]);
    });
  });

  test('copy buttons and links of headings speak the language of the page', () => {
    const page = pageAt(addressOf('02-algorithms', language));
    const copied = [...elementsIn(page)].flatMap((one) => attribute(one, 'data-copied') ?? []);
    expect(copied.length).toBeGreaterThan(5);
    expect(new Set(copied).size).toBe(1);
    expect(copied[0]).toMatch(language === 'zh' ? /^\p{Script=Han}+/u : /^[A-Za-z ]+$/);
    const names = all(page, '.sl-heading-wrapper .sr-only').map((name) => textOf(name));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      expect(name).toMatch(language === 'zh' ? /^本节链接：/ : /^Link to the section “/);
      // A formula in a heading is read out once.
      expect(name).not.toMatch(/\\[a-z]/);
    }
  });

  test('the lab has every calculator, with its numbers', async () => {
    const page = pageAt(addressOf('lab/calculators', language));
    const found = [...elementsIn(page)].filter(
      (element) => attribute(element, 'data-calculator') !== undefined,
    );
    expect(found.map((element) => attribute(element, 'data-calculator')).sort()).toEqual(
      [...calculatorNames].sort(),
    );
    for (const name of calculatorNames) {
      const calculator = found.find((element) => attribute(element, 'data-calculator') === name)!;
      const spec = await loadSpec(name);
      const values = Object.fromEntries(spec.inputs.map(({ key, default: usual }) => [key, usual]));
      const { key, format } = spec.outputs.find(({ headline }) => headline)!;
      const written = formatNumber(spec.compute(values)[key] ?? null, format, language);
      const output = [...elementsIn(calculator)].find(
        (element) => attribute(element, 'data-output') === key,
      );
      expect(textOf(output!), name).toContain(written);
      expect(all(calculator, '.chart path').length > 0, name).toBe(spec.chart !== undefined);
    }
  });

  test('marks lead to their explanation, and the licences are a link away', () => {
    const about = addressOf('about', language);
    const marks = all(pageAt(addressOf('04-project', language)), 'sup.mark a');
    expect(marks.length).toBeGreaterThan(0);
    expect(new Set(marks.map(hrefOf))).toEqual(new Set([`${about}#marks`]));
    const links = all(pageAt(about), 'main a').map(hrefOf);
    expect(links).toContain('/THIRD-PARTY-NOTICES.txt');
  });

  test('the cited works can be taken along', () => {
    const page = pageAt(addressOf('02-algorithms', language));
    const count = all(one(all(page, 'ol.references')), 'li').length;
    const [bib = '', gbt = ''] = all(page, '.references-files a').map(hrefOf);
    expect(textAt(bib).match(/^@\w+\{/gm)).toHaveLength(count);
    const lines = textAt(gbt).trim().split('\n');
    expect(lines).toHaveLength(count);
    expect(lines[0]).toMatch(/^\[1\] .+\[[A-Z]+\/OL\].+\[\d{4}-\d{2}-\d{2}\]\. https?:/);
  });
});

test.each(slugs)('%s has the same heading ids in both languages', (slug) => {
  const [chinese, english] = languages.map((language) =>
    [...elementsIn(pageAt(addressOf(slug, language)))]
      .filter((element) => /^h[1-6]$/.test(element.tagName))
      .filter((element) => attribute(element, 'id') !== undefined)
      .map((element) => `${element.tagName}#${attribute(element, 'id')}`),
  );
  expect(chinese!.length).toBeGreaterThan(0);
  expect(english).toEqual(chinese);
});
