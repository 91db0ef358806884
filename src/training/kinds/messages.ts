/** All questions and answers of all kinds, for the protocol. */
import * as z from 'zod/mini';
import { attentionAnswer, attentionQuestion, samplesAnswer } from './answers.ts';
import { kinds } from './index.ts';

const all = Object.values(kinds);

export const questionSchema = z.discriminatedUnion('type', [
  attentionQuestion,
  ...all.flatMap(({ questions }) => questions),
]);
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.discriminatedUnion('type', [
  samplesAnswer,
  attentionAnswer,
  ...all.flatMap(({ answers }) => answers),
]);
export type Answer = z.infer<typeof answerSchema>;
