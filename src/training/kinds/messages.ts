/** All questions and answers of all kinds, for the protocol. */
import * as z from 'zod/mini';
import { attentionAnswer, attentionQuestion, samplesAnswer } from './answers.ts';
import { kinds } from './index.ts';
import type { KindId } from './kind.ts';

type Own<Part extends 'questions' | 'answers'> = (typeof kinds)[KindId][Part][number];

const all = Object.values(kinds);

export const questionSchema = z.discriminatedUnion('type', [
  attentionQuestion,
  ...all.flatMap<Own<'questions'>>(({ questions }) => questions),
]);
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.discriminatedUnion('type', [
  samplesAnswer,
  attentionAnswer,
  ...all.flatMap<Own<'answers'>>(({ answers }) => answers),
]);
export type Answer = z.infer<typeof answerSchema>;
