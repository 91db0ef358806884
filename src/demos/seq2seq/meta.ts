/** The laboratory of sequence-to-sequence models: LSTM and encoder–decoder Transformer. */
import type { DemoMeta } from '../meta.ts';
import { text } from './text.ts';

export const meta: DemoMeta = { id: 'seq2seq', path: '/lab/seq2seq/', ...text };
