/** The exhibits in the order of the rooms: what there is to see, without the code that runs. */

/** Exhibits that run in the page. */
export const liveIds = [
  'embedded-twice',
  'dropped-layer',
  'overwritten-target',
  'argmax-over-time',
  'surplus-embeddings',
  'answer-as-input',
  'padding-counted',
  'batches-divided',
  'accuracy-600',
  'evaluated-with-teacher',
  'no-clipping',
  'last-state-only',
  'double-relu',
  'adam-uncorrected',
  'one-head',
  'no-positions',
  'no-shift',
  'no-causal-mask',
  'mean-of-means',
] as const;
export type LiveId = (typeof liveIds)[number];

/** Exhibits that only Python can show; their scripts are in `src/site/scripts/museum/`. */
export const pythonIds = [
  'random-not-imported',
  'loop-names',
  'tokens-unquoted',
  'builds-itself',
  'loss-not-started',
] as const;
export type PythonId = (typeof pythonIds)[number];

/** Live exhibits whose message in PyTorch is recorded as well. */
export const torchIds = [
  'embedded-twice',
  'dropped-layer',
  'overwritten-target',
  'argmax-over-time',
] as const satisfies readonly LiveId[];
export type TorchId = (typeof torchIds)[number];

export type ExhibitId = LiveId | PythonId;

export const roomIds = ['names', 'shapes', 'silent', 'missing', 'later'] as const;
export type RoomId = (typeof roomIds)[number];

export interface Entry {
  readonly id: ExhibitId;
  readonly room: RoomId;
  /** The defect's number in the code of chapter 2, in the order of its lines. */
  readonly defect?: number;
}

export const entries: readonly Entry[] = [
  { id: 'random-not-imported', room: 'names', defect: 1 },
  { id: 'loop-names', room: 'names', defect: 8 },
  { id: 'tokens-unquoted', room: 'names' },
  { id: 'builds-itself', room: 'names' },
  { id: 'loss-not-started', room: 'names' },
  { id: 'embedded-twice', room: 'shapes', defect: 3 },
  { id: 'dropped-layer', room: 'shapes', defect: 4 },
  { id: 'overwritten-target', room: 'shapes', defect: 5 },
  { id: 'argmax-over-time', room: 'shapes', defect: 10 },
  { id: 'surplus-embeddings', room: 'silent', defect: 2 },
  { id: 'answer-as-input', room: 'silent', defect: 6 },
  { id: 'padding-counted', room: 'silent', defect: 7 },
  { id: 'batches-divided', room: 'silent', defect: 9 },
  { id: 'accuracy-600', room: 'silent', defect: 11 },
  { id: 'evaluated-with-teacher', room: 'silent', defect: 12 },
  { id: 'no-clipping', room: 'missing', defect: 13 },
  { id: 'last-state-only', room: 'missing', defect: 14 },
  { id: 'double-relu', room: 'later' },
  { id: 'adam-uncorrected', room: 'later' },
  { id: 'one-head', room: 'later' },
  { id: 'no-positions', room: 'later' },
  { id: 'no-shift', room: 'later' },
  { id: 'no-causal-mask', room: 'later' },
  { id: 'mean-of-means', room: 'later' },
];

export const isLive = (id: string): id is LiveId => liveIds.some((live) => live === id);
export const isTorch = (id: string): id is TorchId => torchIds.some((torch) => torch === id);
