/** What the lab's list needs to know of a demo. */
import type { Localised } from '../language.ts';

export interface DemoMeta {
  /** The value of `data-run`. */
  readonly id: string;
  /** The page's address without language. */
  readonly path: string;
  readonly name: Localised;
  readonly description: Localised;
}
