/**
 * The setting of a demo that computes at once: numbers by the keys of its fields. The page's preset is
 * where it begins, the address of the page changes it, and follows what the reader changes.
 */
import { read, written, type NumberField } from '../../fields/field.ts';
import { few, isAppended, quoted } from '../../fields/link.ts';
import type { Localised } from '../../language.ts';
import { addressedTo, addressWith, sharedAddress } from './address.ts';
import type { DemoProps } from './define.ts';

type Numbers = Readonly<Record<string, number>>;

interface Heard {
  readonly values: Numbers;
  readonly locked: readonly string[];
  readonly problems: readonly Localised[];
}

/** The keys behind `lock`, with commas between. */
const keysIn = (lock: string | null | undefined): string[] => (lock ? lock.split(',') : []);

function hear(query: URLSearchParams, fields: readonly NumberField[], base: Numbers): Heard {
  const values: Record<string, number> = { ...base };
  const problems: Localised[] = [];
  for (const [key, raw] of query) {
    if (key === 'lock' || isAppended(key)) continue;
    const field = fields.find((one) => one.key === key);
    const reading = field === undefined ? undefined : read(field, raw);
    if (typeof reading?.value === 'number') values[key] = reading.value;
    else {
      const name = quoted(`${key}=${raw}`);
      problems.push({
        zh: `链接里的 ${name} 没有用上。${reading?.problem?.zh ?? ''}`,
        en: `${name} in the link was not used. ${reading?.problem?.en ?? ''}`.trim(),
      });
    }
  }
  return { values, locked: keysIn(query.get('lock')), problems: few(problems) };
}

export class Setting {
  readonly #fields: readonly NumberField[];
  readonly #figure: string;
  readonly #base: Numbers;
  values = $state.raw<Numbers>({});
  /** What the reader cannot change. */
  locked = $state.raw<ReadonlySet<string>>(new Set());
  /** A sentence for each part of the link that was not used. */
  problems = $state.raw<readonly Localised[]>([]);

  /** @throws where the page's preset is wrong, which is a defect of the page */
  constructor(fields: readonly NumberField[], { figure, preset, lock }: DemoProps) {
    this.#fields = fields;
    this.#figure = figure;
    const defaults = Object.fromEntries(fields.map((field) => [field.key, field.default]));
    const { values, problems } = hear(new URLSearchParams(preset), fields, defaults);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(`The preset “${preset}” is wrong: ${problem.en}`);
    this.#base = values;
    this.values = values;
    this.locked = new Set(keysIn(lock));
  }

  /** Takes what the address of the page says to this figure. */
  followLink(): void {
    const said = addressedTo(new URL(location.href), this.#figure, null);
    if (said === null) return;
    const { values, locked, problems } = hear(said, this.#fields, this.#base);
    this.values = values;
    this.locked = new Set([...this.locked, ...locked]);
    this.problems = problems;
  }

  /** Changes some values; those that are locked stay. */
  set(changed: Numbers): void {
    const free = Object.entries(changed).filter(([key]) => !this.locked.has(key));
    this.values = { ...this.values, ...Object.fromEntries(free) };
    history.replaceState(history.state, '', this.#address());
  }

  reset(): void {
    this.problems = [];
    this.set(this.#base);
  }

  /** The link that opens the page at this figure with these values. */
  shared(): string {
    return sharedAddress(this.#address(), this.#figure);
  }

  #address(): URL {
    const query = new URLSearchParams();
    for (const field of this.#fields) {
      const value = this.values[field.key];
      if (value !== undefined && value !== this.#base[field.key]) {
        query.set(field.key, written(field, value));
      }
    }
    return addressWith(new URL(location.href), query, this.#figure, null);
  }
}
