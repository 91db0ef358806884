/**
 * The text of the built pages for the search, one file a language: `/search/zh.json`, `/search/en.json`.
 * It is taken from the HTML, so that everything a reader reads is in it, and once: no panels, no
 * buttons, no notes for paper, formulas in one readable form.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toString } from 'hast-util-to-string';
import { languages, type Language } from '../../language.ts';
import { pages } from '../chapters.ts';
import type { IndexedSection, IndexedTerm, SearchIndex } from '../client/search-core.ts';
import { readGlossary } from '../glossary.ts';
import { localePath } from '../locale.ts';
import { allElements, classesOf, firstElement, hasClass, isTag } from './first-element.ts';
import { readableFormula } from './readable-formula.ts';

type Draft = { -readonly [key in keyof Omit<IndexedSection, 'page'>]: string };

/** What is no text of the page. */
const skipped = new Set(
  'annotation button canvas form iframe input label nav noscript script select style svg template textarea'.split(
    ' ',
  ),
);
const skippedClasses = new Set(['sr-only', 'citation', 'print-note', 'print-notes', 'mark']);

/** Between these and their surroundings there is a space, whatever the HTML says. */
const blocks = new Set(
  'address article aside blockquote br dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 legend li ol p pre section small summary table tbody td th thead tr ul'.split(
    ' ',
  ),
);

function isSkipped(element: Element): boolean {
  const { properties, tagName } = element;
  return (
    skipped.has(tagName) ||
    properties['hidden'] !== undefined ||
    properties['dataPagefindIgnore'] !== undefined ||
    classesOf(element).some((name) => skippedClasses.has(name) || name === 'sl-anchor-link')
  );
}

/** The sections of one page, from its HTML; none for a page that is not to be found. */
export function sectionsOf(html: string): { title: string; sections: Draft[] } | undefined {
  const tree: Root = fromHtml(html);
  const main = firstElement(tree, ({ properties }) => properties['dataPagefindBody'] !== undefined);
  const title = main && firstElement(main, isTag('h1'));
  const content = main && firstElement(main, hasClass('sl-markdown-content'));
  if (!main || !title || !content) return undefined;
  const lede = firstElement(main, hasClass('lede'));
  const first: Draft = { id: '', title: toString(title).trim(), text: '', code: '' };
  const reader = new Reader(first);
  if (lede) reader.read(lede);
  reader.read(content);
  return { title: first.title, sections: reader.finished() };
}

class Reader {
  private readonly sections: Draft[];
  private inCode = false;

  constructor(first: Draft) {
    this.sections = [first];
  }

  finished(): Draft[] {
    for (const section of this.sections) {
      section.text = tidy(section.text);
      section.code = tidy(section.code);
    }
    return this.sections.filter(({ id, text, code }) => id !== '' || text + code !== '');
  }

  read(node: ElementContent | Root['children'][number]): void {
    if (node.type === 'text') this.write(node.value);
    if (node.type !== 'element' || isSkipped(node)) return;
    const classes = classesOf(node);
    if (classes.includes('source-region')) this.readCode(node);
    else if (classes.includes('katex-display')) this.write(` ${readableFormula(node, true)} `);
    else if (classes.includes('katex')) this.write(readableFormula(node, false));
    else if (classes.includes('run-figure')) this.readFigure(node);
    else if (this.opens(node)) this.readSection(node);
    else this.readChildren(node);
  }

  private readChildren(node: Element): void {
    const isBlock = blocks.has(node.tagName);
    const wasCode = this.inCode;
    if (node.tagName === 'pre') this.inCode = true;
    if (isBlock) this.write(' ');
    for (const child of node.children) this.read(child);
    if (isBlock) this.write(' ');
    this.inCode = wasCode;
  }

  /** A heading with an address, or a term of the glossary. */
  private opens({ tagName, properties, children }: Element): boolean {
    if (typeof properties['id'] !== 'string') return false;
    if (/^h[2-4]$/.test(tagName)) return true;
    return (
      tagName === 'div' && children.some((one) => one.type === 'element' && one.tagName === 'dt')
    );
  }

  private readSection(node: Element): void {
    const id = String(node.properties['id']);
    const name = firstElement(node, isTag('dfn'));
    this.open(id, name ?? node);
    if (name === undefined) return;
    // A term: what the other language calls it, and its definition without the link at the end.
    const parts = allElements(node, (one) => isTag('dd')(one) || isTag('dt')(one));
    for (const child of parts.flatMap(({ children }) => children)) {
      const isKnown = child === name || (child.type === 'element' && child.tagName === 'a');
      if (isKnown) continue;
      this.write(' ');
      this.read(child);
    }
  }

  private open(id: string, heading: Element): void {
    const section: Draft = { id, title: '', text: '', code: '' };
    this.sections.push(section);
    for (const child of heading.children) this.read(child);
    section.title = tidy(section.text);
    section.text = '';
  }

  /** Of shown code not the line that says where it stands. */
  private readCode(figure: Element): void {
    for (const code of allElements(figure, isTag('pre'))) this.readChildren(code);
  }

  /** Of a panel: what its caption says, and the exhibits of the museum, each with its own address. */
  private readFigure(figure: Element): void {
    const caption = firstElement(figure, isTag('figcaption'));
    if (caption) this.readChildren(caption);
    const surrounding = this.sections.at(-1)!;
    const exhibits = allElements(
      figure,
      ({ properties }) => properties['dataExhibit'] !== undefined,
    );
    for (const exhibit of exhibits) {
      const title = firstElement(exhibit, hasClass('title'));
      const body = firstElement(exhibit, hasClass('body'));
      if (!title || !body) continue;
      this.open(String(body.properties['id']), title);
      for (const child of body.children) {
        const isProse = child.type === 'element' && child.tagName === 'p';
        if (isProse && !classesOf(child).includes('links')) this.readChildren(child);
      }
    }
    // The text after the figure still belongs to the section around it.
    if (exhibits.length > 0) this.sections.push({ ...surrounding, text: '', code: '' });
  }

  private write(text: string): void {
    const section = this.sections.at(-1)!;
    if (this.inCode) section.code += text;
    else section.text += text;
  }
}

function tidy(text: string): string {
  return text
    .replace(/[\u00ad\u200b\u2060-\u2064\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[，。、；：！？）])/g, '')
    .trim();
}

/** The index of a built site. */
function buildSearchIndex(folder: string, language: Language, glossary: string): SearchIndex {
  const found: { url: string; title: string }[] = [];
  const sections: IndexedSection[] = [];
  for (const { slug } of pages) {
    const url = localePath(slug === 'index' ? '/' : `/${slug}/`, language);
    const file = join(folder, url, 'index.html');
    const page = existsSync(file) ? sectionsOf(readFileSync(file, 'utf8')) : undefined;
    if (page === undefined) throw new Error(`The search found no text in ${file}.`);
    for (const section of page.sections) sections.push({ page: found.length, ...section });
    found.push({ url, title: page.title });
  }
  const terms = Object.entries(readGlossary(glossary)).map(([key, term]): IndexedTerm => {
    const other = language === 'zh' ? 'en' : 'zh';
    return {
      key,
      name: term[language],
      forms: [
        ...new Set([
          ...(term.forms?.[language] ?? []),
          term[other],
          ...(term.forms?.[other] ?? []),
        ]),
      ],
      ...(term.section === undefined ? {} : { section: localePath(term.section, language) }),
    };
  });
  return { language, glossary: localePath('/glossary/', language), pages: found, sections, terms };
}

/** Writes both indexes into a built site. */
export function writeSearchIndexes(folder: string, glossary: string): void {
  mkdirSync(join(folder, 'search'), { recursive: true });
  for (const language of languages) {
    const index = buildSearchIndex(folder, language, glossary);
    writeFileSync(join(folder, 'search', `${language}.json`), JSON.stringify(index));
  }
}
