/** What a demo is: one description, from which its figure, its element, its link and its place in the gallery follow. */
import type { Component } from 'svelte';
import type { Language, Localised } from '../../language.ts';

/** What every demo is given. */
export interface DemoProps {
  readonly language: Language;
  /** The figure's number. */
  readonly figure: string;
  /** The page's setting, as in a link. */
  readonly preset: string;
}

export interface Loaded {
  readonly default: Component<DemoProps>;
  /** What the component is given besides. */
  readonly extra?: object;
  /** The caption of a figure whose page gives none. */
  readonly caption?: Localised;
}

/** @param variant what follows the slash in the name of a demo that has several: `calculator/memory` */
export type Load = (variant: string) => Promise<Loaded>;

export interface Demo {
  /** Its name in pages, and its folder. */
  readonly id: string;
  /** The slug of the page where it is at home, and its figure there. */
  readonly page: string;
  readonly figure: string;
  readonly name: Localised;
  /** One sentence for the gallery. */
  readonly teaches: Localised;
  /** What a formula beside it may point at, by the name in `\\sym{…}`. */
  readonly symbols?: Readonly<Record<string, Localised>>;
  /** What a page’s preset leaves out, in the page’s language. */
  readonly usual?: (language: Language) => string;
  /** What readers without JavaScript are told; without it, that a model could be trained. */
  readonly withoutScript?: Localised;
  /** On paper it may go on over the end of a page. */
  readonly isLong?: true;
  readonly load: Load;
}

/**
 * A description, checked. `load` is exported beside it, since the page's script takes that alone.
 * @__NO_SIDE_EFFECTS__
 */
export const defineDemo = (demo: Demo): Demo => demo;

/** A component together with what it needs besides. */
export const given = <const Extra extends object>(
  component: Component<DemoProps & Extra>,
  extra: Extra,
  caption?: Localised,
): Loaded => ({
  // It is always rendered with `extra`.
  default: component as Component<DemoProps>,
  extra,
  ...(caption === undefined ? {} : { caption }),
});

/** The setting of a figure, as in a link: what the page says, and the demo's own for the rest. */
export function wholePreset(demo: Demo, preset: string, language: Language): string {
  const query = new URLSearchParams(demo.usual?.(language));
  new URLSearchParams(preset).forEach((value, key) => query.set(key, value));
  return query.toString();
}
