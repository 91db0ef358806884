/** Tokens ↔ ids. Sequence-to-sequence vocabularies start with the three special tokens. */

export const PAD = 0;
export const BOS = 1;
export const EOS = 2;
export const specialTokens = ['<pad>', '<bos>', '<eos>'] as const;

export interface Vocabulary {
  readonly size: number;
  readonly tokens: readonly string[];
  /** undefined where the vocabulary lacks the token. */
  idOf(token: string): number | undefined;
}

/** @param tokens distinct, in id order. */
export function createVocabulary(tokens: readonly string[]): Vocabulary {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  if (ids.size !== tokens.length) throw new Error('A vocabulary has the same token twice.');
  return { size: tokens.length, tokens, idOf: (token) => ids.get(token) };
}

/** A vocabulary for sequence-to-sequence tasks: PAD 0, BOS 1, EOS 2, then `tokens`. */
export function createSequenceVocabulary(tokens: readonly string[]): Vocabulary {
  return createVocabulary([...specialTokens, ...tokens]);
}
