/** Training and judging a sequence-to-sequence model. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdamW } from '../../../engine/optimizer.ts';
import { dispose, tidy } from '../../../engine/tidy.ts';
import { ReaderError } from '../../../language.ts';
import type { Random } from '../../../maths/random/streams.ts';
import type { SequenceBatch, SequenceModel } from '../../../models/model.ts';
import type { Pair, Seq2SeqData } from '../../../tasks/task.ts';
import { BOS } from '../../../tasks/vocabulary.ts';
import { idsOf, padRows } from '../tokens.ts';
import {
  attentionQuestion,
  mapsOf,
  type AttentionAnswer,
  type AttentionQuestion,
  type Sample,
} from '../answers.ts';
import { GradientTrainer, type Drawn, type Evaluation, type Facts } from '../trainer.ts';
import { sequenceBatch } from './batch.ts';
import { pairs } from './kind.ts';

/** As many are written out freely on the way; at the end it is all of them. */
const quickPairs = 64;
const pairsPerBatch = pairs.evaluationBatch;
const endMark = '⏎';

export class SequenceTrainer extends GradientTrainer<
  SequenceBatch,
  SequenceModel,
  AttentionQuestion
> {
  readonly evaluateEvery = 50;
  readonly #data: Seq2SeqData;
  readonly #batch: number;
  /** What attention is shown on. */
  #example: string;

  constructor(model: SequenceModel, optimizer: AdamW, data: Seq2SeqData, batch: number) {
    super(model, optimizer, attentionQuestion);
    this.#data = data;
    this.#batch = batch;
    this.#example = data.heldOut[0]!.source.join(data.sourceSeparator);
  }

  get facts(): Facts {
    return {
      parameters: this.model.parameters.size,
      vocabulary: this.#data.targetVocabulary.size,
      baselines: this.#data.baselines,
      heldOutSize: this.#data.heldOut.length,
      trainTokens: 0,
      notes: this.#data.notes,
    };
  }

  protected draw(data: Random): Drawn<SequenceBatch> {
    const pairs = Array.from({ length: this.#batch }, () => this.#data.sample(data));
    const tokens = pairs.reduce((sum, { target }) => sum + target.length + 1, 0);
    return { make: () => sequenceBatch(pairs, this.#data), tokens };
  }

  async evaluate(quick: boolean): Promise<Evaluation> {
    const pairs = this.#data.heldOut;
    const toWrite = quick ? pairs.slice(0, quickPairs) : pairs;
    let nats = 0;
    let tokens = 0;
    const samples: Sample[] = [];
    for (let start = 0; start < pairs.length; start += pairsPerBatch) {
      const part = pairs.slice(start, start + pairsPerBatch);
      const count = part.reduce((sum, { target }) => sum + target.length + 1, 0);
      const loss = tf.tidy(() => this.model.loss(sequenceBatch(part, this.#data), null));
      nats += (await loss.data())[0]! * count;
      tokens += count;
      loss.dispose();
    }
    for (let start = 0; start < toWrite.length; start += pairsPerBatch) {
      samples.push(...(await this.#write(toWrite.slice(start, start + pairsPerBatch))));
    }
    const correct = samples.filter((sample) => sample.correct).length;
    return {
      heldOutLoss: nats / tokens,
      scores: { accuracy: correct / samples.length, written: samples.length },
      answers: [
        { type: 'samples', samples: samples.slice(0, 5) },
        await this.#attend(this.#example),
      ],
    };
  }

  /** Lets the model write each answer freely. */
  async #write(pairs: readonly Pair[]): Promise<Sample[]> {
    const { sourceSeparator, targetSeparator } = this.#data;
    const outputs = await this.#decode(pairs.map(({ source }) => source));
    return pairs.map(({ source, target }, index) => {
      const output = outputs[index]!.join(targetSeparator);
      const expected = target.join(targetSeparator);
      const input = source.join(sourceSeparator);
      return { input, output, expected, correct: output === expected };
    });
  }

  async #decode(sources: readonly (readonly string[])[]): Promise<string[][]> {
    const { sourceVocabulary, targetVocabulary, sizes } = this.#data;
    const ids = sources.map((tokens) => idsOf(tokens, sourceVocabulary));
    const source = padRows(ids, sizes.sourceLength);
    const outputs = await this.model.greedy(source, sizes.targetLength - 1);
    source.dispose();
    return outputs.map((output) => output.map((id) => targetVocabulary.tokens[id]!));
  }

  protected async answer({ text }: AttentionQuestion): Promise<AttentionAnswer> {
    const answer = await this.#attend(text);
    this.#example = text;
    return answer;
  }

  async #attend(text: string): Promise<AttentionAnswer> {
    const { sourceVocabulary, targetVocabulary, targetSeparator, sizes } = this.#data;
    const tokens = this.#data.tokenise(text);
    if (tokens.length === 0 || tokens.length > sizes.sourceLength) {
      throw new ReaderError('example-length', {
        zh: `例子要有 1 到 ${sizes.sourceLength} 个符号，现在有 ${tokens.length} 个。`,
        en: `The example must have 1 to ${sizes.sourceLength} symbols; it has ${tokens.length}.`,
      });
    }
    // A model that has not learned to stop may write one symbol too many for its decoder to read.
    const written = (await this.#decode([tokens]))[0]!.slice(0, sizes.targetLength - 1);
    const inputs = tidy(() => {
      const source = idsOf(tokens, sourceVocabulary);
      const input = [BOS, ...idsOf(written, targetVocabulary)];
      return { source: padRows([source], source.length), input: padRows([input], input.length) };
    });
    const layers = await this.model.attention(inputs.source, inputs.input);
    dispose(inputs);
    return {
      type: 'attention',
      input: text,
      output: written.join(targetSeparator),
      rows: [...written, endMark],
      columns: [...tokens],
      maps: mapsOf(layers),
    };
  }
}
