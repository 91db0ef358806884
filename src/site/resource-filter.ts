/**
 * Which entries of the resource list a reader wants to see: the filter as it stands in an address,
 * and whether an entry passes it. No DOM and no zod, so that the page's script stays small.
 */

/** A filter; `''` in a field asks for nothing there. */
export interface ResourceFilter {
  readonly level: string;
  readonly language: string;
  readonly price: string;
  readonly topic: string;
  readonly text: string;
}

/** What the filter looks at in an entry. */
export interface FilterableResource {
  readonly level: string;
  readonly languages: readonly string[];
  readonly price: string;
  readonly topics: readonly string[];
  /** Everything of the entry that a reader can read. */
  readonly text: string;
}

/** The fields that are chosen from a list; `text` is typed. */
export const chosenFields = ['level', 'language', 'price', 'topic'] as const;
export type ChosenField = (typeof chosenFields)[number];

export const emptyFilter: ResourceFilter = {
  level: '',
  language: '',
  price: '',
  topic: '',
  text: '',
};

/** The names that the fields have in an address. */
const parameter = {
  level: 'level',
  language: 'language',
  price: 'price',
  topic: 'topic',
  text: 'q',
};

/** The longest search text that is read from an address. */
const longestText = 100;

/** Reads a filter from an address; a value that is not among the choices counts as none. */
export function filterOfQuery(
  query: URLSearchParams,
  choices: Readonly<Record<ChosenField, readonly string[]>>,
): ResourceFilter {
  const chosen = (field: ChosenField): string => {
    const value = query.get(parameter[field]) ?? '';
    return choices[field].includes(value) ? value : '';
  };
  return {
    level: chosen('level'),
    language: chosen('language'),
    price: chosen('price'),
    topic: chosen('topic'),
    text: (query.get(parameter.text) ?? '').slice(0, longestText),
  };
}

/** Writes a filter into an address's query; what else stands there is kept. */
export function queryOfFilter(filter: ResourceFilter, others: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams(others);
  for (const [field, name] of Object.entries(parameter)) {
    const value = filter[field as keyof ResourceFilter].trim();
    if (value === '') query.delete(name);
    else query.set(name, value);
  }
  return query;
}

/** Whether nothing is asked for. */
export function isEmpty(filter: ResourceFilter): boolean {
  return Object.values(filter).every((value: string) => value.trim() === '');
}

/** Whether an entry passes: every chosen field, and every word of the text in any order. */
export function passes(resource: FilterableResource, filter: ResourceFilter): boolean {
  const asks = (wanted: string, offered: readonly string[]) =>
    wanted === '' || offered.includes(wanted);
  const text = folded(resource.text);
  return (
    asks(filter.level, [resource.level]) &&
    asks(filter.language, resource.languages) &&
    asks(filter.price, [resource.price]) &&
    asks(filter.topic, resource.topics) &&
    folded(filter.text)
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

/** Full-width letters as half-width, accents dropped, small letters: what a reader would type. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .trim();
}
