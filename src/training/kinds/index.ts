/** All kinds of learning. */
import { labs, type LabId } from '../config.ts';
import type { Kind, KindId } from './kind.ts';
import { pairs } from './pairs/kind.ts';
import { text } from './text/kind.ts';

export const kinds: Readonly<Record<KindId, Kind>> = { seq2seq: pairs, language: text };

export const kindOf = (lab: LabId): Kind => kinds[labs[lab].kind];
