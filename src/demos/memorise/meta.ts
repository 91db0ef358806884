/** The smallest run: one sentence learned by heart. */
import type { DemoMeta } from '../meta.ts';
import { text } from './text.ts';

export const meta: DemoMeta = { id: 'memorise', path: '/', ...text };
