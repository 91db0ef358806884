/** What every outcome is given. */
import type { Language } from '../../../language.ts';
import type { RunStore } from '../store.svelte.ts';
import type { RunText } from '../text.ts';

export interface OutcomeProps {
  readonly store: RunStore;
  readonly text: RunText;
  readonly language: Language;
  /** Of the headings of its parts. */
  readonly level: number;
}
