/** The bug museum: code that is wrong, run beside code that is right. */
import type { DemoMeta } from '../meta.ts';
import { text } from './text.ts';

export const meta: DemoMeta = { id: 'museum', path: '/lab/museum/', ...text };
