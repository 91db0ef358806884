/** The two languages of the handbook, and errors that a reader is meant to read. */

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** One sentence or label in both languages. */
export interface Localised {
  readonly zh: string;
  readonly en: string;
}

/**
 * An error whose cause is the reader's input or device rather than a defect:
 * it carries one clear sentence in each language. Anything else that is thrown
 * is a bug and is shown as one.
 */
export class ReaderError extends Error {
  readonly code: string;
  readonly localised: Localised;

  constructor(code: string, localised: Localised) {
    super(localised.en);
    this.name = 'ReaderError';
    this.code = code;
    this.localised = localised;
  }
}
