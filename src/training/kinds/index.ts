/** All kinds of learning, and their models. */
import { labs, type LabId } from '../config.ts';
import type { ModelId } from '../fields/models.ts';
import type { Kind, KindId, ModelSpec } from './kind.ts';
import { pairs } from './pairs/kind.ts';
import { text } from './text/kind.ts';

export const kinds: Readonly<Record<KindId, Kind>> = { seq2seq: pairs, language: text };

export const kindOf = (lab: LabId): Kind => kinds[labs[lab].kind];

export const models: Readonly<Record<ModelId, ModelSpec>> = { ...pairs.models, ...text.models };
