/**
 * The setting of a demo that computes at once: numbers by the keys of its fields. The page's preset is
 * where it begins, the address of the page changes it, and follows what the reader changes.
 */
import type { NumberField } from '../../fields/field.ts';
import { fromQuery, toQuery } from '../../fields/query.ts';
import { few } from '../../fields/sentences.ts';
import type { Localised } from '../../language.ts';
import { addressedTo, addressWith, sharedAddress } from './address.ts';
import type { DemoProps } from './define.ts';

type Numbers = Readonly<Record<string, number>>;

/** All fields are numbers. */
const numbers = (values: Readonly<Record<string, unknown>>): Numbers =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Number(value)]));

export class Setting {
  readonly #fields: readonly NumberField[];
  readonly #figure: string;
  readonly #base: Numbers;
  values = $state.raw<Numbers>({});
  /** What the reader cannot change. */
  locked = $state.raw<ReadonlySet<string>>(new Set());
  /** A sentence for each part of the link that was not used. */
  problems = $state.raw<readonly Localised[]>([]);

  /** @throws Error where the page's preset is wrong, which is a defect of the page */
  constructor(fields: readonly NumberField[], { figure, preset }: DemoProps) {
    this.#fields = fields;
    this.#figure = figure;
    const { values, problems, locked } = fromQuery(new URLSearchParams(preset), fields, {});
    const [problem] = problems;
    if (problem !== undefined) throw new Error(`The preset “${preset}” is wrong: ${problem.en}`);
    this.#base = numbers(values);
    this.values = this.#base;
    this.locked = locked;
  }

  get lockedLabels(): Localised[] {
    return this.#fields.filter(({ key }) => this.locked.has(key)).map(({ label }) => label);
  }

  /** Takes what the address of the page says to this figure. */
  followLink(): void {
    const said = addressedTo(new URL(location.href), this.#figure, null);
    if (said === null) return;
    const { values, problems, locked } = fromQuery(said, this.#fields, this.#base);
    this.values = numbers(values);
    this.locked = new Set([...this.locked, ...locked]);
    this.problems = few(problems);
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
    const query = toQuery(this.values, this.#fields, this.#base, this.locked);
    return addressWith(new URL(location.href), query, this.#figure, null);
  }
}
