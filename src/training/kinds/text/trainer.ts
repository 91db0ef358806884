/** Training and judging a language model. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdamW } from '../../../engine/optimizer.ts';
import { ReaderError } from '../../../language.ts';
import { createRandom, type Random } from '../../../maths/random/streams.ts';
import { continueSequences } from '../../../models/continuation.ts';
import type { LanguageModel, WindowBatch } from '../../../models/model.ts';
import { sample, type SamplingOptions } from '../../../models/sampling.ts';
import type { LanguageData } from '../../../tasks/task.ts';
import { idsOf, padRows } from '../tokens.ts';
import { mapsOf, type AttentionAnswer } from '../answers.ts';
import type { Answer } from '../messages.ts';
import { GradientTrainer, type Drawn, type Evaluation, type Facts } from '../trainer.ts';
import { windowBatch } from './batch.ts';
import { text } from './kind.ts';
import { textQuestion, type TextQuestion } from './messages.ts';
import { cutWindows, evenStarts, randomStarts } from './windows.ts';

const heldOutWindows = 128;
const windowsPerBatch = text.evaluationBatch;
const sampleCount = 5;
const sampleTokens = 48;
const attentionTokens = 32;
const samplingOptions: SamplingOptions = { temperature: 0.8, topK: 0, topP: 0.95 };

export class LanguageTrainer extends GradientTrainer<WindowBatch, LanguageModel, TextQuestion> {
  readonly evaluateEvery: number;
  readonly #data: LanguageData;
  readonly #batch: number;
  /** What attention is shown on. */
  #example: string;

  /** @throws ReaderError where the text is shorter than the context */
  constructor(model: LanguageModel, optimizer: AdamW, data: LanguageData, batch: number) {
    super(model, optimizer, textQuestion);
    this.#data = data;
    this.#batch = batch;
    this.evaluateEvery = model.context < 16 ? 10 : 100;
    const shortest = Math.min(data.train.length, data.heldOut.length);
    if (shortest <= model.context) {
      throw new ReaderError('text-too-short', {
        zh: `文本太短：留出的部分只有 ${shortest} 个符号，上下文却要 ${model.context} 个。请把上下文调到 ${shortest - 1} 以下，或换一段更长的文本。`,
        en: `The text is too short: the held-out part has ${shortest} tokens, but the context is ${model.context}. Choose a context below ${shortest}, or a longer text.`,
      });
    }
    const length = Math.min(16, model.context);
    this.#example = this.#textOf(Array.from(data.heldOut.subarray(0, length)));
  }

  get facts(): Facts {
    return {
      parameters: this.model.parameters.size,
      vocabulary: this.#data.vocabulary.size,
      baselines: this.#data.baselines,
      heldOutSize: this.#data.heldOut.length,
      trainTokens: this.#data.train.length,
      notes: this.#data.notes,
    };
  }

  protected draw(data: Random): Drawn<WindowBatch> {
    const T = this.model.context;
    const starts = randomStarts(this.#data.train.length, this.#batch, T, data);
    const windows = cutWindows(this.#data.train, starts, T);
    return { make: () => windowBatch(windows), tokens: this.#batch * T };
  }

  async evaluate(_quick: boolean, random: Random): Promise<Evaluation> {
    const T = this.model.context;
    const text = this.#data.heldOut;
    const starts = evenStarts(text.length, T, heldOutWindows);
    let sum = 0;
    for (let first = 0; first < starts.length; first += windowsPerBatch) {
      const part = starts.slice(first, first + windowsPerBatch);
      const loss = tf.tidy(() => this.model.loss(windowBatch(cutWindows(text, part, T)), null));
      sum += (await loss.data())[0]! * part.length;
      loss.dispose();
    }
    const prompt = idsOf(this.#data.tokenise(this.#data.prompt), this.#data.vocabulary);
    const length = Math.min(sampleTokens, Math.max(T, 8));
    const texts = await this.#continue(prompt, sampleCount, length, samplingOptions, random);
    const input = this.#data.prompt;
    const samples = texts.map((output) => ({ input, output, expected: null, correct: null }));
    return {
      heldOutLoss: sum / starts.length,
      scores: {},
      answers: [{ type: 'samples', samples }, await this.#attend(this.#example)],
    };
  }

  /** Continues `prompt` as many times as asked, all at once. */
  async #continue(
    prompt: readonly number[],
    times: number,
    count: number,
    options: SamplingOptions,
    random: Random,
  ): Promise<string[]> {
    const prompts = Array.from({ length: times }, () => prompt);
    const choose = (logits: Float32Array) => sample(logits, options, random);
    const written = await continueSequences(this.model, prompts, count, choose);
    return written.map((ids) => this.#textOf(ids));
  }

  #textOf(ids: readonly number[]): string {
    return this.#data.detokenise(ids.map((id) => this.#data.vocabulary.tokens[id]!));
  }

  #ids(text: string): number[] {
    const tokens = this.#data.tokenise(text === '' ? this.#data.prompt : text);
    return idsOf(tokens, this.#data.vocabulary);
  }

  protected async answer(question: TextQuestion, seed: number): Promise<Answer> {
    switch (question.type) {
      case 'attention': {
        const answer = await this.#attend(question.text);
        this.#example = question.text;
        return answer;
      }
      case 'continuation': {
        const { prompt, tokens, ...options } = question;
        const random = createRandom(seed, `generate ${prompt}`);
        return {
          type: 'continuation',
          prompt,
          text: await this.#write(prompt, tokens, options, random),
        };
      }
      case 'causality':
        return { type: 'causality', ...(await this.#probeCausality(question.text)) };
    }
  }

  async #write(
    prompt: string,
    tokens: number,
    options: SamplingOptions,
    random: Random,
  ): Promise<string> {
    // The reader's words begin a document, as the samples do, or a poem's first line would be
    // taken for its middle.
    const start = idsOf(this.#data.tokenise(this.#data.prompt), this.#data.vocabulary);
    const ids = prompt === '' ? start : [...start, ...this.#ids(prompt)];
    const [text] = await this.#continue(ids, 1, tokens, options, random);
    return text!;
  }

  async #attend(text: string): Promise<AttentionAnswer> {
    const ids = this.#ids(text).slice(-Math.min(attentionTokens, this.model.context));
    const input = padRows([ids], ids.length);
    const layers = await this.model.attention(input);
    input.dispose();
    const tokens = ids.map((id) => this.#data.vocabulary.tokens[id]!);
    return {
      type: 'attention',
      input: text,
      output: '',
      rows: tokens,
      columns: tokens,
      maps: mapsOf(layers),
    };
  }

  async #probeCausality(text: string): Promise<{ changed: string; maxDifference: number }> {
    const ids = this.#ids(text).slice(-this.model.context);
    const T = ids.length;
    const V = this.#data.vocabulary.size;
    const other = [...ids.slice(0, -1), (ids[T - 1]! + 1) % V];
    const difference = tf.tidy(() => {
      const [before, after] = [ids, other].map((row) =>
        tf.slice(this.model.logits(padRows([row], T)), [0, 0, 0], [1, Math.max(1, T - 1), V]),
      );
      return tf.max(tf.abs(tf.sub(before!, after!)));
    });
    const maxDifference = (await difference.data())[0]!;
    difference.dispose();
    return { changed: this.#textOf(other), maxDifference };
  }
}
