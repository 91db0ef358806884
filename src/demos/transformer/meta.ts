/** The laboratory of the decoder-only language model. */
import type { DemoMeta } from '../meta.ts';
import { text } from './text.ts';

export const meta: DemoMeta = { id: 'transformer', path: '/lab/transformer/', ...text };
