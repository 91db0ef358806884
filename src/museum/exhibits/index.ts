/** Every exhibit that runs in the page, by its id. */
import type { LiveId } from '../catalogue.ts';
import type { Exhibit } from '../exhibit.ts';
import * as accuracy600 from './accuracy-600.ts';
import * as adamUncorrected from './adam-uncorrected.ts';
import * as answerAsInput from './answer-as-input.ts';
import * as argmaxOverTime from './argmax-over-time.ts';
import * as batchesDivided from './batches-divided.ts';
import * as doubleRelu from './double-relu.ts';
import * as droppedLayer from './dropped-layer.ts';
import * as embeddedTwice from './embedded-twice.ts';
import * as evaluatedWithTeacher from './evaluated-with-teacher.ts';
import * as lastStateOnly from './last-state-only.ts';
import * as meanOfMeans from './mean-of-means.ts';
import * as noCausalMask from './no-causal-mask.ts';
import * as noClipping from './no-clipping.ts';
import * as noPositions from './no-positions.ts';
import * as noShift from './no-shift.ts';
import * as oneHead from './one-head.ts';
import * as overwrittenTarget from './overwritten-target.ts';
import * as paddingCounted from './padding-counted.ts';
import * as surplusEmbeddings from './surplus-embeddings.ts';

export const exhibits: Readonly<Record<LiveId, Exhibit>> = {
  'embedded-twice': embeddedTwice,
  'dropped-layer': droppedLayer,
  'overwritten-target': overwrittenTarget,
  'argmax-over-time': argmaxOverTime,
  'surplus-embeddings': surplusEmbeddings,
  'answer-as-input': answerAsInput,
  'padding-counted': paddingCounted,
  'batches-divided': batchesDivided,
  'accuracy-600': accuracy600,
  'evaluated-with-teacher': evaluatedWithTeacher,
  'no-clipping': noClipping,
  'last-state-only': lastStateOnly,
  'double-relu': doubleRelu,
  'adam-uncorrected': adamUncorrected,
  'one-head': oneHead,
  'no-positions': noPositions,
  'no-shift': noShift,
  'no-causal-mask': noCausalMask,
  'mean-of-means': meanOfMeans,
};
