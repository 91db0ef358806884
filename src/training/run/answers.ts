/** The events that answer a question about a model. */
import { ReaderError } from '../../language.ts';
import { createRandom } from '../../maths/random/streams.ts';
import type { RunConfig } from '../config.ts';
import { notFinite } from './failures.ts';
import type { Request, RunEvent } from './protocol.ts';
import type { Trainer } from '../kinds/trainer.ts';

export type Question = Extract<Request, { type: 'attend' | 'generate' | 'probe-causality' }>;

export const notPrepared = (): ReaderError =>
  new ReaderError('not-prepared', {
    zh: '还没有模型；请先点“训练”。',
    en: 'There is no model yet; press Train first.',
  });

/** @throws ReaderError where a weight is not finite, which a page could not read */
export async function attentionOf(trainer: Trainer, text: string, step: number): Promise<RunEvent> {
  const { input, output, rows, columns, layers } = await trainer.attend(text);
  const maps = layers.flatMap(({ kind, layer, heads }) =>
    heads.map((weights, head) => ({ kind, layer, head, weights })),
  );
  const isFinite = maps.every(({ weights }) => weights.flat().every(Number.isFinite));
  if (!isFinite) throw notFinite(step);
  return {
    type: 'attention',
    step,
    input,
    output,
    rows: [...rows],
    columns: [...columns],
    maps,
  };
}

/** @throws ReaderError where the question cannot be answered */
export async function answerTo(
  question: Question,
  { trainer, config }: { readonly trainer: Trainer; readonly config: RunConfig },
  step: number,
): Promise<RunEvent> {
  switch (question.type) {
    case 'attend':
      return attentionOf(trainer, question.text, step);
    case 'generate': {
      const { prompt, tokens, temperature, topK, topP } = question;
      const random = createRandom(config.seed + step, `generate ${prompt}`);
      const options = { temperature, topK, topP };
      const text = await trainer.generate(prompt, tokens, options, random);
      return { type: 'generated', prompt, text };
    }
    case 'probe-causality': {
      const { changed, maxDifference } = await trainer.probeCausality(question.text);
      if (!Number.isFinite(maxDifference)) throw notFinite(step);
      return { type: 'causality', changed, maxDifference };
    }
  }
}
