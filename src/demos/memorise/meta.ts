/** The smallest run: one sentence learnt by heart. */
import type { DemoMeta } from '../meta.ts';
import { text } from './text.ts';

export const meta: DemoMeta = { id: 'memorise', path: '/', ...text };
