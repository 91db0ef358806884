/**
 * A table of fields as the query of a link, in both directions. `lock=lr,steps` names fields that
 * the reader of the link may see but not change, for a class that is to vary one thing only.
 */
import type { Localised } from '../language.ts';
import { read, written, type AnyValues, type Field, type Value } from './field.ts';
import { isAppended } from './appended.ts';
import { quoted } from './sentences.ts';
import { boxText } from './writing.ts';

export interface FromQuery {
  readonly values: AnyValues;
  /** One sentence for each part that could not be used; `few` of them are enough for a reader. */
  readonly problems: readonly Localised[];
  /** The keys of the fields that are not to be changed. */
  readonly locked: ReadonlySet<string>;
}

const kept = (field: Field, value: Value): Localised => {
  if (field.kind !== 'number' || typeof value !== 'number') {
    const text = written(field, value);
    return { zh: text, en: text };
  }
  const inBox = (language: 'zh' | 'en') => boxText(value, field.format, language);
  return { zh: inBox('zh'), en: inBox('en') };
};

function refused(field: Field, raw: string, value: Value, problem: Localised): Localised {
  const { zh, en } = kept(field, value);
  const part = `${field.key}=“${quoted(raw)}”`;
  return {
    zh: `链接里的 ${part}不能用，这里保留了 ${zh}。${problem.zh}`,
    en: `In the link, ${part} cannot be used; it stays at ${en}. ${problem.en}`,
  };
}

const unknown = (name: string): Localised => ({
  zh: `链接里有不认识的参数“${quoted(name)}”，已忽略。`,
  en: `The link has an unknown parameter “${quoted(name)}”; it is ignored.`,
});

const notLocked = (name: string): Localised => ({
  zh: `链接要锁定“${quoted(name)}”，但没有这一项，已忽略。`,
  en: `The link locks “${quoted(name)}”, which is not here; it is ignored.`,
});

/**
 * What a query says of the fields; what it leaves out or gets wrong stays as in `base`, and is the
 * field's default where `base` has nothing.
 * @param isElsewhere names that mean something to others, and are passed over
 */
export function fromQuery(
  query: URLSearchParams,
  fields: readonly Field[],
  base: AnyValues,
  isElsewhere: (name: string) => boolean = () => false,
): FromQuery {
  const problems: Localised[] = [];
  const keys = new Set(fields.map(({ key }) => key));
  const values = fields.map((field) => {
    const before = base[field.key] ?? field.default;
    const raw = query.get(field.key);
    if (raw === null) return [field.key, before] as const;
    const { value, problem } = read(field, raw);
    if (problem !== undefined) problems.push(refused(field, raw, before, problem));
    return [field.key, value ?? before] as const;
  });
  const isStrange = (name: string): boolean => !keys.has(name) && !isElsewhere(name);
  for (const name of new Set(query.keys())) {
    if (name !== 'lock' && isStrange(name) && !isAppended(name)) problems.push(unknown(name));
  }
  const names = (query.get('lock') ?? '').split(',').map((name) => name.trim());
  for (const name of names) if (name !== '' && isStrange(name)) problems.push(notLocked(name));
  return {
    values: Object.fromEntries(values),
    problems,
    locked: new Set(names.filter((name) => keys.has(name))),
  };
}

/**
 * The shortest query that gives the values back over `base`. What is locked is written out, so that
 * it does not hang on what the page presets.
 */
export function toQuery(
  values: AnyValues,
  fields: readonly Field[],
  base: AnyValues,
  locked: ReadonlySet<string> = new Set(),
): URLSearchParams {
  const query = new URLSearchParams();
  for (const field of fields) {
    const value = values[field.key];
    if (value === undefined || (value === base[field.key] && !locked.has(field.key))) continue;
    query.set(field.key, written(field, value));
  }
  const names = fields.filter(({ key }) => locked.has(key)).map(({ key }) => key);
  if (names.length > 0) query.set('lock', names.join(','));
  return query;
}
