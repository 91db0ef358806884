/** The resource list and the tests in the pages: their data, the filter, the score. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../src/language.ts';
import { pageBySlug } from '../../../src/site/chapters.ts';
import {
  emptyFilter,
  filterOfQuery,
  isEmpty,
  passes,
  queryOfFilter,
  type FilterableResource,
} from '../../../src/site/resource-filter.ts';
import {
  kinds,
  levels,
  prices,
  readResources,
  resourceLanguages,
  resourcesSchema,
  topics,
} from '../../../src/site/resources.ts';
import { scoreOf, scoreSentence } from '../../../src/site/score.ts';
import { questionsSchema, readQuestions } from '../../../src/site/self-test.ts';
import { keysCitedIn, addressOf, readReferences } from '../../../src/site/references.ts';
import { headingsOf, pageText, root } from './pages.ts';

const resources = readResources(join(root, 'content/resources/resources.json'));

/** Parsing a long page takes seconds on a busy machine. */
const patience = 60_000;

/** The longest note: a list is skimmed. */
const longestNote = { zh: 110, en: 240 };

describe('the list of resources', () => {
  it('has sixty to ninety entries, some of every kind', () => {
    expect(resources.length).toBeGreaterThanOrEqual(60);
    expect(resources.length).toBeLessThanOrEqual(90);
    const used = new Set(resources.map(({ kind }) => kind));
    expect(Object.keys(kinds).filter((kind) => !used.has(kind as keyof typeof kinds))).toEqual([]);
  });

  it('has something for every level, price, language and topic', () => {
    const used = new Set<string>(
      resources.flatMap((entry) => [entry.level, entry.price, ...entry.languages, ...entry.topics]),
    );
    const offered = [levels, prices, resourceLanguages, topics].flatMap((all) => Object.keys(all));
    expect(offered.filter((choice) => !used.has(choice))).toEqual([]);
  });

  it.each(languages)('keeps its notes short and whole (%s)', (language) => {
    const wrong = resources.filter(({ note }) => {
      const text = note[language];
      return text.length > longestNote[language] || !/[。.]$/.test(text);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('lists each address once', () => {
    const urls = resources.map(({ url }) => url);
    expect(new Set(urls).size).toBe(urls.length);
  });

  it('says as many entries in the text as there are', () => {
    expect(pageText('06-resources', 'zh').markdown).toContain('共九十条');
    expect(pageText('06-resources', 'en').markdown).toContain('Ninety entries');
    expect(resources).toHaveLength(90);
  });

  it('refuses an unknown topic and two entries with one id', () => {
    const [first] = resources;
    expect(resourcesSchema.safeParse([{ ...first, topics: ['magic'] }]).success).toBe(false);
    expect(resourcesSchema.safeParse([first, first]).success).toBe(false);
  });

  it('is not repeated by the further reading of chapter 9', () => {
    const listed = new Set(resources.map(({ url }) => url));
    const { markdown } = pageText('09-further-reading', 'zh');
    const reading = markdown.slice(markdown.indexOf('[#by-part]'));
    const references = readReferences(join(root, 'content/references/references.json'));
    const repeated = keysCitedIn(reading).filter((key) => {
      const entry = references[key];
      return entry !== undefined && listed.has(addressOf(entry));
    });
    expect(repeated).toEqual([]);
  });
});

describe('the filter', () => {
  const book: FilterableResource = {
    level: 'beginner',
    languages: ['zh', 'en'],
    price: 'free',
    topics: ['foundations', 'data'],
    text: '动手学深度学习 Aurélien Géron PyTorch',
  };
  const choices = {
    level: ['', 'beginner', 'advanced'],
    language: ['', 'zh', 'en'],
    price: ['', 'free', 'paid'],
    topic: ['', 'data', 'law'],
  };

  it('lets everything pass that is not asked about', () => {
    expect(passes(book, emptyFilter)).toBe(true);
    expect(isEmpty(emptyFilter)).toBe(true);
  });

  it.each([
    [{ level: 'beginner' }, true],
    [{ level: 'advanced' }, false],
    [{ language: 'zh' }, true],
    [{ price: 'paid' }, false],
    [{ topic: 'data', price: 'free' }, true],
    [{ topic: 'law' }, false],
    [{ text: 'pytorch 深度' }, true],
    [{ text: 'ＰｙＴｏｒｃｈ' }, true],
    [{ text: 'geron' }, true],
    [{ text: 'pytorch jax' }, false],
    [{ text: '   ' }, true],
  ])('answers %o with %s', (asked, answer) => {
    expect(passes(book, { ...emptyFilter, ...asked })).toBe(answer);
  });

  it('reads an address and writes it again, keeping what is not its own', () => {
    const query = new URLSearchParams('level=beginner&language=zh&topic=data&q=LoRA&run=1');
    const filter = filterOfQuery(query, choices);
    expect(filter).toEqual({
      level: 'beginner',
      language: 'zh',
      price: '',
      topic: 'data',
      text: 'LoRA',
    });
    expect(filterOfQuery(queryOfFilter(filter, new URLSearchParams()), choices)).toEqual(filter);
    expect(queryOfFilter(emptyFilter, query).toString()).toBe('run=1');
  });

  it('takes a value that is no choice for none, and cuts a long text', () => {
    const query = new URLSearchParams({ level: '<b>', price: 'cheap', q: 'x'.repeat(500) });
    const filter = filterOfQuery(query, choices);
    expect(filter.level).toBe('');
    expect(filter.price).toBe('');
    expect(filter.text).toHaveLength(100);
  });
});

describe.each(['self-test', 'real-or-invented'])('the test %s', (name) => {
  const questions = readQuestions(join(root, 'content/self-test', `${name}.json`));

  it('has at least ten questions', () => {
    expect(questions.length).toBeGreaterThanOrEqual(10);
  });

  it(
    'links each question to a section that exists in both languages',
    () => {
      const lost = questions.flatMap(({ id, link }) => {
        const [path = '', section = ''] = link.to.split('#');
        const page = pageBySlug(path.replace(/^\/|\/$/g, ''));
        const found =
          page !== undefined &&
          languages.every((language) =>
            headingsOf(pageText(page.slug, language)).some((one) => one.endsWith(` ${section}`)),
          );
        return found ? [] : [`${id}: ${link.to}`];
      });
      expect(lost).toEqual([]);
    },
    patience,
  );

  it('does not give the answer away by its place', () => {
    const places = questions.map(({ options }) => options.findIndex(({ right }) => right === true));
    expect(new Set(places).size).toBeGreaterThan(1);
  });

  it('refuses a question without a right answer', () => {
    const [first] = questions;
    const options = (first?.options ?? []).map(({ text, why }) => ({ text, why }));
    expect(questionsSchema.safeParse([{ ...first, options }]).success).toBe(false);
  });
});

describe('the score', () => {
  const right = { right: 1, chosen: 1 };
  const wrong = { right: 1, chosen: 0 };
  const open = { right: 1, chosen: undefined };

  it('counts present choices', () => {
    expect(scoreOf([right, wrong, open])).toEqual({
      right: 1,
      answered: 2,
      all: 3,
      finished: false,
    });
    expect(scoreOf([right, wrong]).finished).toBe(true);
    expect(scoreOf([]).finished).toBe(false);
  });

  it('takes option 0 for a choice', () => {
    expect(scoreOf([{ right: 0, chosen: 0 }])).toMatchObject({ right: 1, answered: 1 });
  });

  it('fills its sentence', () => {
    const score = scoreOf([right, wrong, open]);
    expect(scoreSentence('{answered}/{all}: {right}', score)).toBe('2/3: 1');
  });
});
