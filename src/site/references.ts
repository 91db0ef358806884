/**
 * The cited works: what an entry of `content/references/references.json` may say, and the two forms
 * in which readers take them along, BibTeX and GB/T 7714.
 */
import { readFileSync } from 'node:fs';
import { z } from 'astro/zod';

export const referenceTypes = [
  'article',
  'book',
  'case',
  'dataset',
  'inproceedings',
  'law',
  'preprint',
  'report',
  'software',
  'web',
] as const;
export type ReferenceType = (typeof referenceTypes)[number];

const referenceSchema = z
  .strictObject({
    /** “Surname, A. B., Surname, C.”, at the end “et al.” where shortened; or the name of a body. */
    authors: z.string().min(1),
    title: z.string().min(1),
    year: z.number().int(),
    /** The journal, conference, publisher or body. */
    where: z.string().min(1),
    arxiv: z.string().optional(),
    url: z.url().optional(),
    type: z.enum(referenceTypes).optional(),
    /** The day on which the entry was last checked. */
    checked: z.iso.date(),
  })
  .refine((entry) => entry.arxiv !== undefined || entry.url !== undefined, {
    message: 'needs an arxiv number or a url',
  });

export type Reference = z.infer<typeof referenceSchema>;
export type References = Readonly<Record<string, Reference>>;

const referencesSchema = z.record(z.string(), referenceSchema);

/** Reads and checks `references.json`; throws a sentence that names the file. */
export function readReferences(path: string): References {
  const parsed = referencesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Where the work is read. */
export function addressOf({ url, arxiv }: Reference): string {
  return url ?? `https://arxiv.org/abs/${arxiv ?? ''}`;
}

const citation = /\[(@[a-z0-9-]+(?:\s*;\s*@[a-z0-9-]+)*)\]/gi;

export interface Citation {
  readonly index: number;
  readonly length: number;
  readonly keys: readonly string[];
}

/** The citations in a piece of text, `[@a2017; @b2021]`, in order. */
export function citationsIn(text: string): Citation[] {
  return [...text.matchAll(citation)].map((match) => ({
    index: match.index,
    length: match[0].length,
    keys: (match[1] ?? '').split(';').map((key) => key.trim().slice(1)),
  }));
}

/** The keys cited in a page's Markdown, each once, in order. */
export function keysCitedIn(markdown: string): string[] {
  return [...new Set(citationsIn(markdown).flatMap(({ keys }) => keys))];
}

function typeOf(entry: Reference): ReferenceType {
  return entry.type ?? (entry.arxiv === undefined ? 'web' : 'preprint');
}

interface Names {
  /** Surname and initials; empty for a body. */
  readonly people: readonly (readonly [surname: string, initials: string])[];
  readonly others: boolean;
}

function namesIn(authors: string): Names {
  const others = /,? et al\.$/.test(authors);
  const list = authors.replace(/,? et al\.$/, '');
  const person = /^([^,]+), ((?:\p{Lu}\p{Ll}?\.[ -]?)+)(?:, |$)/u;
  const people: [string, string][] = [];
  let rest = list;
  while (rest !== '') {
    const match = person.exec(rest);
    if (match === null) return { people: [], others: false };
    people.push([match[1] ?? '', (match[2] ?? '').trim()]);
    rest = rest.slice(match[0].length);
  }
  return { people, others };
}

const bibtexKinds: Readonly<Record<ReferenceType, string>> = {
  article: 'article',
  book: 'book',
  case: 'misc',
  dataset: 'misc',
  inproceedings: 'inproceedings',
  law: 'misc',
  preprint: 'misc',
  report: 'techreport',
  software: 'misc',
  web: 'misc',
};

const bibtexPlaces: Readonly<Record<ReferenceType, string>> = {
  article: 'journal',
  book: 'publisher',
  case: 'howpublished',
  dataset: 'howpublished',
  inproceedings: 'booktitle',
  law: 'howpublished',
  preprint: 'howpublished',
  report: 'institution',
  software: 'howpublished',
  web: 'howpublished',
};

/** TeX's special characters; braces have no place in a title of ours. */
function tex(text: string): string {
  return text.replaceAll('\\', '\\textbackslash{}').replace(/[&%$#_]/g, '\\$&');
}

/** One entry for a `.bib` file. */
export function bibtex(key: string, entry: Reference): string {
  const { people, others } = namesIn(entry.authors);
  const authors =
    people.length === 0
      ? `{${tex(entry.authors)}}`
      : [...people.map(([surname, initials]) => tex(`${surname}, ${initials}`))]
          .concat(others ? ['others'] : [])
          .join(' and ');
  const type = typeOf(entry);
  const fields: [string, string][] = [
    ['author', authors],
    ['title', `{${tex(entry.title)}}`],
    ['year', String(entry.year)],
    [bibtexPlaces[type], tex(entry.where)],
    ...(entry.arxiv === undefined
      ? []
      : ([
          ['eprint', entry.arxiv],
          ['archiveprefix', 'arXiv'],
        ] satisfies [string, string][])),
    ['url', addressOf(entry)],
    ['urldate', entry.checked],
  ];
  const body = fields.map(([name, value]) => `  ${name} = {${value}},`).join('\n');
  return `@${bibtexKinds[type]}{${key},\n${body}\n}`;
}

const gbCodes: Readonly<Record<ReferenceType, string>> = {
  article: 'J/OL',
  book: 'M/OL',
  case: 'Z/OL',
  dataset: 'DS/OL',
  inproceedings: 'C/OL',
  law: 'Z/OL',
  preprint: 'A/OL',
  report: 'R/OL',
  software: 'CP/OL',
  web: 'EB/OL',
};

/** One line in the form of GB/T 7714-2015, numeric system: at most three authors, day of checking. */
export function gbt7714(number: number, entry: Reference): string {
  const { people, others } = namesIn(entry.authors);
  const named = people
    .slice(0, 3)
    .map(([surname, initials]) => `${surname.toUpperCase()} ${initials.replace(/[.-]/g, '')}`);
  const more = others || people.length > 3 ? [...named, 'et al'] : named;
  const authors = named.length === 0 ? entry.authors : more.join(', ');
  const type = typeOf(entry);
  const place = type === 'inproceedings' ? `//${entry.where}` : `. ${entry.where}`;
  return (
    `[${number}] ${authors}. ${entry.title}[${gbCodes[type]}]${place}, ${entry.year}` +
    `[${entry.checked}]. ${addressOf(entry)}.`
  );
}
