/**
 * What a task is: something a model can learn in the page, as pure data.
 * A task knows its vocabulary, draws training examples from a seeded stream, keeps a fixed
 * held-out set that training never sees, and says in one line what it teaches.
 */
import type { AnyValues, Field } from '../fields/field.ts';
import type { Localised } from '../language.ts';
import type { Random } from '../maths/random/streams.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Pair {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** Natural-log losses per target token that a trivial predictor reaches on the held-out set. */
export interface Baselines {
  /** ln V: every token equally likely. */
  readonly uniform: number;
  readonly unigram?: number;
  readonly bigram?: number;
}

/** How large data of pairs are. Lengths are the longest in tokens, the target's with its bos or eos. */
export interface PairSizes {
  readonly kind: 'pairs';
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly sourceLength: number;
  readonly targetLength: number;
}

export interface Seq2SeqData {
  readonly kind: 'pairs';
  readonly sizes: PairSizes;
  readonly sourceVocabulary: Vocabulary;
  readonly targetVocabulary: Vocabulary;
  /** Draws one training pair; never one of the held-out set. */
  sample(random: Random): Pair;
  /** Fixed, at most 512 pairs. */
  readonly heldOut: readonly Pair[];
  /** Splits what a reader typed; throws `ReaderError` naming the first character the task lacks. */
  tokenise(text: string): readonly string[];
  /** The right answer for a source, where a rule knows it. */
  solve(source: readonly string[]): readonly string[] | null;
  readonly baselines: Baselines;
  /** Between tokens when shown: '' for characters, ' ' for words or phonemes. */
  readonly sourceSeparator: string;
  readonly targetSeparator: string;
  /** Sentences for the reader about what was done to the data. */
  readonly notes: readonly Localised[];
}

/** How large a text is, as far as a model must know. */
export interface TextSizes {
  readonly kind: 'text';
  readonly vocabulary: number;
}

export interface LanguageData {
  readonly kind: 'text';
  readonly sizes: TextSizes;
  readonly vocabulary: Vocabulary;
  /** Token ids; documents (poems, names) are separated by `separator`. */
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
  /** What sampling starts from when the reader gives nothing, e.g. '\n'. */
  readonly prompt: string;
  /** Splits what a reader typed; throws `ReaderError` naming the first token the vocabulary lacks. */
  tokenise(text: string): readonly string[];
  detokenise(tokens: readonly string[]): string;
  readonly baselines: Required<Baselines>;
  readonly notes: readonly Localised[];
}

export interface TaskResources {
  /** Text of the task's files, by the names in `assets`. */
  readonly assets: Readonly<Record<string, string>>;
  /** Only for the task `own-text`. */
  readonly ownText?: string;
}

/** A task whose data are of one kind. */
export interface TaskOf<
  Data extends { readonly kind: string; readonly sizes: { readonly kind: string } },
> {
  readonly kind: Data['kind'];
  /** Used in links: `?task=reversal`. */
  readonly id: string;
  readonly name: Localised;
  /** One line: what a reader learns from training on it. */
  readonly teaches: Localised;
  /** Their keys are those of links: none that a run or another task has, unless it is the same. */
  readonly parameters: readonly Field[];
  /** The reader brings the text. */
  readonly asksText?: boolean;
  /** false where nothing is held out: what is learnt by heart is judged on itself. */
  readonly holdsOut?: boolean;
  /** false where only a figure trains it. */
  readonly listed?: boolean;
  /** Files under `public/data/` that `create` needs. */
  readonly assets: readonly string[];
  /**
   * At most what the data have, and little more, without the files: what a run takes has to be known
   * before anything is fetched.
   */
  sizes(given: AnyValues): Data['sizes'];
  create(given: AnyValues, resources: TaskResources): Data;
}

export type Seq2SeqTask = TaskOf<Seq2SeqData>;
export type LanguageTask = TaskOf<LanguageData>;
