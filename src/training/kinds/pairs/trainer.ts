/** Training and judging a sequence-to-sequence model. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdamW } from '../../../engine/optimizer.ts';
import { ReplayedStep } from '../../../engine/replay.ts';
import { dispose, tidy } from '../../../engine/tidy.ts';
import { ReaderError } from '../../../language.ts';
import type { Random } from '../../../maths/random/streams.ts';
import type { SequenceBatch, SequenceModel, StepRandom } from '../../../models/model.ts';
import type { Pair, Seq2SeqData } from '../../../tasks/task.ts';
import { BOS } from '../../../tasks/vocabulary.ts';
import { trainOn } from '../step.ts';
import { idsOf, padRows } from '../tokens.ts';
import { evaluationBatch } from '../memory.ts';
import type { Sample } from '../../run/protocol.ts';
import type { AttentionResult, Evaluation, Facts, Trainer } from '../trainer.ts';
import { sequenceBatch } from './batch.ts';

/** As many are written out freely on the way; at the end it is all of them. */
const quickPairs = 64;
const pairsPerBatch = evaluationBatch.seq2seq;
const endMark = '⏎';

export class SequenceTrainer implements Trainer {
  readonly evaluateEvery = 50;
  readonly #model: SequenceModel;
  readonly #optimizer: AdamW;
  readonly #data: Seq2SeqData;
  readonly #batch: number;
  readonly #step = new ReplayedStep((batch: SequenceBatch, random: StepRandom) =>
    trainOn(batch, this.#model, this.#optimizer, random),
  );

  constructor(model: SequenceModel, optimizer: AdamW, data: Seq2SeqData, batch: number) {
    this.#model = model;
    this.#optimizer = optimizer;
    this.#data = data;
    this.#batch = batch;
  }

  get facts(): Facts {
    return {
      parameters: this.#model.parameters.size,
      vocabulary: this.#data.targetVocabulary.size,
      baselines: this.#data.baselines,
      heldOutSize: this.#data.heldOut.length,
      trainTokens: 0,
      notes: this.#data.notes,
    };
  }

  step(data: Random, random: StepRandom): { loss: tf.Scalar; tokens: number } {
    const pairs = Array.from({ length: this.#batch }, () => this.#data.sample(data));
    const tokens = pairs.reduce((sum, { target }) => sum + target.length + 1, 0);
    const loss = tf.tidy(() => this.#step.run(sequenceBatch(pairs, this.#data), random));
    return { loss, tokens };
  }

  async evaluate({ quick }: { quick: boolean }): Promise<Evaluation> {
    const pairs = this.#data.heldOut;
    const toWrite = quick ? pairs.slice(0, quickPairs) : pairs;
    let nats = 0;
    let tokens = 0;
    const samples: Sample[] = [];
    for (let start = 0; start < pairs.length; start += pairsPerBatch) {
      const part = pairs.slice(start, start + pairsPerBatch);
      const count = part.reduce((sum, { target }) => sum + target.length + 1, 0);
      const loss = tf.tidy(() => this.#model.loss(sequenceBatch(part, this.#data), null));
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
      accuracy: correct / samples.length,
      written: samples.length,
      samples: samples.slice(0, 5),
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
    const { sourceVocabulary, targetVocabulary, maxSourceLength, maxTargetLength } = this.#data;
    const ids = sources.map((tokens) => idsOf(tokens, sourceVocabulary));
    const source = padRows(ids, maxSourceLength);
    const outputs = await this.#model.greedy(source, maxTargetLength);
    source.dispose();
    return outputs.map((output) => output.map((id) => targetVocabulary.tokens[id]!));
  }

  get example(): string {
    return this.#data.heldOut[0]!.source.join(this.#data.sourceSeparator);
  }

  async attend(text: string): Promise<AttentionResult> {
    const { sourceVocabulary, targetVocabulary, targetSeparator, maxSourceLength } = this.#data;
    const tokens = this.#data.tokenise(text);
    if (tokens.length === 0 || tokens.length > maxSourceLength) {
      throw new ReaderError('example-length', {
        zh: `例子要有 1 到 ${maxSourceLength} 个符号，现在有 ${tokens.length} 个。`,
        en: `The example must have 1 to ${maxSourceLength} symbols; it has ${tokens.length}.`,
      });
    }
    // A model that has not learned to stop may write one symbol too many for its decoder to read.
    const written = (await this.#decode([tokens]))[0]!.slice(0, this.#data.maxTargetLength);
    const inputs = tidy(() => {
      const source = idsOf(tokens, sourceVocabulary);
      const input = [BOS, ...idsOf(written, targetVocabulary)];
      return { source: padRows([source], source.length), input: padRows([input], input.length) };
    });
    const layers = await this.#model.attention(inputs.source, inputs.input);
    dispose(inputs);
    return {
      input: text,
      output: written.join(targetSeparator),
      rows: [...written, endMark],
      columns: tokens,
      layers,
    };
  }

  generate(): Promise<string> {
    return Promise.reject(notForSequences());
  }

  probeCausality(): Promise<{ changed: string; maxDifference: number }> {
    return Promise.reject(notForSequences());
  }

  reset(): void {
    this.#optimizer.reset();
  }

  dispose(): void {
    this.#step.dispose();
    this.#optimizer.dispose();
    this.#model.dispose();
  }
}

function notForSequences(): ReaderError {
  return new ReaderError('not-a-language-model', {
    zh: '这个模型把一个序列变成另一个，不能续写；请在“注意力”一栏输入例子。',
    en: 'This model turns one sequence into another and does not continue a text; type an example for the attention map instead.',
  });
}
