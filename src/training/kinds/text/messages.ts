/** What only a language model is asked, and what it answers. */
import * as z from 'zod/mini';
import { attentionQuestion } from '../answers.ts';

/** Go on writing after a prompt. */
const continuationQuestion = z.object({
  type: z.literal('continuation'),
  prompt: z.string(),
  tokens: z.number(),
  temperature: z.number(),
  topK: z.number(),
  topP: z.number(),
});
const continuationAnswer = z.object({
  type: z.literal('continuation'),
  prompt: z.string(),
  text: z.string(),
});

/** Change the last token of `text`: the largest change of any earlier logit. */
const causalityQuestion = z.object({ type: z.literal('causality'), text: z.string() });
const causalityAnswer = z.object({
  type: z.literal('causality'),
  changed: z.string(),
  maxDifference: z.number(),
});

/** Beside those in `answers.ts`. */
export const textQuestions = [continuationQuestion, causalityQuestion] as const;
export const textAnswers = [continuationAnswer, causalityAnswer] as const;

export const textQuestion = z.discriminatedUnion('type', [attentionQuestion, ...textQuestions]);
export type TextQuestion = z.infer<typeof textQuestion>;
