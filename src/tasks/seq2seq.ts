/**
 * What the sequence-to-sequence tasks share: the split into training and held-out pairs, the
 * reading of what a reader typed, and the baselines. A task supplies its tokens, its rule and
 * either a generator or a list.
 */
import { ReaderError } from '../language.ts';
import { createRandom, type Random } from '../maths/random/streams.ts';
import { unigramLoss } from './baselines.ts';
import { heldOutMost, isHeldOut, splitList } from './split.ts';
import type { Pair, PairSizes, Seq2SeqData } from './task.ts';
import { splitCharacters } from './text.ts';
import { createSequenceVocabulary, EOS, type Vocabulary } from './vocabulary.ts';

type Solve = (source: readonly string[]) => readonly string[] | null;

interface Description {
  readonly sourceTokens: readonly string[];
  readonly targetTokens: readonly string[];
  readonly maxSourceLength: number;
  readonly maxTargetLength: number;
  readonly solve: Solve;
  /** Applied to what a reader typed, e.g. lower case. */
  readonly normalise?: (text: string) => string;
  readonly targetSeparator?: string;
  readonly notes?: Seq2SeqData['notes'];
}

interface Generated extends Description {
  readonly draw: (random: Random) => readonly string[];
  /** Sources with equal keys stay on one side of the split; by default the source itself. */
  readonly keyOf?: (source: readonly string[]) => string;
}

type Side = readonly [vocabulary: number, longest: number];

/** @param target its longest length without bos or eos */
export const pairSizes = (
  [sourceVocabulary, sourceLength]: Side,
  [targetVocabulary, length]: Side,
): PairSizes => ({
  kind: 'pairs',
  sourceVocabulary,
  targetVocabulary,
  sourceLength,
  targetLength: length + 1,
});

/** How many draws look for held-out sources, and how many training pairs the unigram baseline counts. */
const heldOutDraws = 20_000;
const countedPairs = 2_000;

/** A task whose examples are made without end; `solve` must answer every drawn source. */
export function generatedData(task: Generated): Seq2SeqData {
  const keyOf = task.keyOf ?? ((source) => source.join(''));
  const pairOf = (source: readonly string[]): Pair => {
    const target = task.solve(source);
    if (target === null) throw new Error(`No answer for the drawn source ${source.join('')}.`);
    return { source, target };
  };

  const random = createRandom(0, 'held-out');
  const heldOut = new Map<string, readonly string[]>();
  let first: readonly string[] = [];
  for (let i = 0; i < heldOutDraws && heldOut.size < heldOutMost; i++) {
    const source = task.draw(random);
    if (i === 0) first = source;
    if (isHeldOut(keyOf(source))) heldOut.set(source.join(''), source);
  }
  // A space of few sources may have none with a small hash; then the first drawn is held out.
  const only = heldOut.size === 0 ? keyOf(first) : null;
  if (only !== null) heldOut.set(first.join(''), first);

  const sample = (stream: Random): Pair => {
    for (;;) {
      const source = task.draw(stream);
      const key = keyOf(source);
      if (!isHeldOut(key) && key !== only) return pairOf(source);
    }
  };
  const stream = createRandom(0, 'baseline');
  const counted = Array.from({ length: countedPairs }, () => sample(stream));
  return assemble(task, sample, counted, [...heldOut.values()].map(pairOf));
}

interface Listed extends Omit<
  Description,
  'sourceTokens' | 'targetTokens' | 'maxSourceLength' | 'maxTargetLength' | 'solve'
> {
  /** Sources are distinct. */
  readonly pairs: readonly Pair[];
}

/** A task with a fixed list of pairs; the vocabularies and the longest lengths are read off it. */
export function listedData(task: Listed): Seq2SeqData {
  const { train, heldOut } = splitList(task.pairs, (pair) => pair.source.join(''));
  const tokensOf = (side: keyof Pair): string[] => {
    const tokens = new Set<string>();
    for (const pair of task.pairs) for (const token of pair[side]) tokens.add(token);
    return [...tokens].sort();
  };
  const longest = (side: keyof Pair): number =>
    task.pairs.reduce((most, pair) => Math.max(most, pair[side].length), 0);
  const answers = new Map(task.pairs.map((pair) => [pair.source.join(''), pair.target]));
  const description: Description = {
    ...task,
    sourceTokens: tokensOf('source'),
    targetTokens: tokensOf('target'),
    maxSourceLength: longest('source'),
    maxTargetLength: longest('target'),
    solve: (source) => answers.get(source.join('')) ?? null,
  };
  return assemble(description, (random) => train[random.integer(train.length)]!, train, heldOut);
}

function assemble(
  task: Description,
  sample: Seq2SeqData['sample'],
  train: readonly Pair[],
  heldOut: readonly Pair[],
): Seq2SeqData {
  const sourceVocabulary = createSequenceVocabulary(task.sourceTokens);
  const targetVocabulary = createSequenceVocabulary(task.targetTokens);
  const { size } = targetVocabulary;
  return {
    kind: 'pairs',
    sizes: pairSizes(
      [sourceVocabulary.size, task.maxSourceLength],
      [targetVocabulary.size, task.maxTargetLength],
    ),
    sourceVocabulary,
    targetVocabulary,
    sample,
    heldOut,
    tokenise: (text) =>
      readSource((task.normalise ?? identity)(text.trim()), sourceVocabulary, task.maxSourceLength),
    solve: task.solve,
    baselines: {
      uniform: Math.log(size),
      unigram: unigramLoss(
        encodeTargets(train, targetVocabulary),
        encodeTargets(heldOut, targetVocabulary),
        size,
      ),
    },
    sourceSeparator: '',
    targetSeparator: task.targetSeparator ?? '',
    notes: task.notes ?? [],
  };
}

const identity = (text: string): string => text;

/** All targets one after another, each with its end token: what the models are trained to predict. */
function encodeTargets(pairs: readonly Pair[], vocabulary: Vocabulary): Int32Array {
  const ids: number[] = [];
  for (const { target } of pairs) {
    for (const token of target) ids.push(vocabulary.idOf(token)!);
    ids.push(EOS);
  }
  return Int32Array.from(ids);
}

function readSource(text: string, vocabulary: Vocabulary, most: number): readonly string[] {
  const tokens = splitCharacters(text, vocabulary);
  if (tokens.length === 0) {
    throw new ReaderError('empty-input', {
      zh: '请先输入一个例子。',
      en: 'Type an example first.',
    });
  }
  if (tokens.length > most) {
    throw new ReaderError('long-input', {
      zh: `这个任务的输入最多 ${most} 个字符，现在有 ${tokens.length} 个。`,
      en: `This task takes at most ${most} characters; here are ${tokens.length}.`,
    });
  }
  return tokens;
}
