/** All questions and answers of all kinds, for the protocol. */
import * as z from 'zod/mini';
import { attentionAnswer, attentionQuestion, samplesAnswer } from './answers.ts';
import { textAnswers, textQuestions } from './text/messages.ts';

export const questionSchema = z.discriminatedUnion('type', [attentionQuestion, ...textQuestions]);
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.discriminatedUnion('type', [
  samplesAnswer,
  attentionAnswer,
  ...textAnswers,
]);
export type Answer = z.infer<typeof answerSchema>;
