/** The work that is timed: the two named tasks, and sizes away from them in every direction. */

/** An LSTM sequence-to-sequence model: as many encoder as decoder layers, teacher forcing throughout. */
export interface LstmTask {
  readonly kind: 'lstm';
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly attention: 'none' | 'dot' | 'additive';
  /** Source and target length. */
  readonly length: number;
  readonly batch: number;
}

/** A decoder-only Transformer: pre-norm, GELU, untied head. */
export interface GptTask {
  readonly kind: 'gpt';
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly context: number;
  readonly batch: number;
  readonly positions: 'learned' | 'rotary';
  /** Rate, after the embedding and every sublayer. */
  readonly dropout: number;
}

export type Task = LstmTask | GptTask;

export const taskA: LstmTask = {
  kind: 'lstm',
  vocabulary: 32,
  embedding: 64,
  hidden: 128,
  layers: 1,
  attention: 'none',
  length: 12,
  batch: 64,
};

export const taskB: GptTask = {
  kind: 'gpt',
  vocabulary: 128,
  width: 128,
  heads: 4,
  layers: 4,
  context: 64,
  batch: 16,
  positions: 'learned',
  dropout: 0,
};

/** Sizes that differ in one respect, in order, with the named task among them. */
export interface Sweep {
  readonly name: string;
  readonly sizes: readonly { readonly label: string; readonly task: Task }[];
  /** Whether neighbours in the list are neighbours in size, so that a cliff between them means something. */
  readonly ordered: boolean;
}

function along<T extends Task, K extends keyof T & string>(
  base: T,
  key: K,
  values: readonly (T[K] & number)[],
): Sweep {
  return {
    name: `${base.kind === 'lstm' ? 'LSTM' : 'GPT'}, ${key}`,
    sizes: values.map((value) => ({ label: `${key} ${value}`, task: { ...base, [key]: value } })),
    ordered: true,
  };
}

/** The sweeps whose sizes are those of the plot: every contestant runs them. */
export const plotted = {
  lstm: along(taskA, 'hidden', [32, 64, 128, 256, 512]),
  gpt: along(taskB, 'width', [32, 64, 128, 256, 384]),
} as const;

export const sweeps: readonly Sweep[] = [
  plotted.lstm,
  plotted.gpt,
  along(taskA, 'batch', [1, 2, 4, 8, 64]),
  along(taskA, 'length', [6, 12, 48]),
  along(taskB, 'context', [16, 64, 128, 256]),
  along(taskB, 'layers', [1, 2, 4, 6]),
  along(taskB, 'batch', [1, 4, 16, 64]),
  {
    name: 'LSTM, architecture',
    ordered: false,
    sizes: [
      { label: 'two layers', task: { ...taskA, layers: 2 } },
      { label: 'dot attention', task: { ...taskA, attention: 'dot' } },
      { label: 'additive attention', task: { ...taskA, attention: 'additive' } },
    ],
  },
  {
    name: 'GPT, architecture',
    ordered: false,
    sizes: [
      { label: 'rotary positions', task: { ...taskB, positions: 'rotary' } },
      { label: 'dropout 0.1', task: { ...taskB, dropout: 0.1 } },
    ],
  },
  {
    name: 'sizes that divide nothing',
    ordered: false,
    sizes: [
      {
        label: 'LSTM, V 37, E 53, H 101, T 11, B 29',
        task: { ...taskA, vocabulary: 37, embedding: 53, hidden: 101, length: 11, batch: 29 },
      },
      {
        label: 'LSTM, V 41, E 31, H 67, T 7, B 13, two layers, dot',
        task: {
          ...taskA,
          vocabulary: 41,
          embedding: 31,
          hidden: 67,
          length: 7,
          batch: 13,
          layers: 2,
          attention: 'dot',
        },
      },
      {
        label: 'GPT, V 97, d 111, 3 heads, T 61, B 13',
        task: { ...taskB, vocabulary: 97, width: 111, heads: 3, context: 61, batch: 13 },
      },
      {
        label: 'GPT, V 53, d 75, 5 heads, T 37, B 7, 3 layers',
        task: {
          ...taskB,
          vocabulary: 53,
          width: 75,
          heads: 5,
          context: 37,
          batch: 7,
          layers: 3,
        },
      },
    ],
  },
];

/** Trainable numbers of a task's model; every contestant must arrive at this count. */
export function parameterCount(task: Task): number {
  const { vocabulary: V, layers: L } = task;
  if (task.kind === 'gpt') {
    const { width: C, context: T } = task;
    const positions = task.positions === 'learned' ? T * C : 0;
    const attention = 4 * C * C + 4 * C;
    const feedForward = 8 * C * C + 5 * C;
    const norm = 2 * C;
    return V * C + positions + L * (attention + feedForward + 2 * norm) + norm + C * V;
  }
  const { embedding: E, hidden: H, attention } = task;
  const side = 4 * H * (E + H + 1) + (L - 1) * 4 * H * (2 * H + 1);
  const combine = attention === 'none' ? 0 : 2 * H * H;
  const score = attention === 'additive' ? 2 * H * H + H : 0;
  return 2 * V * E + 2 * side + combine + score + H * V + V;
}
