/** Every model of every kind, in a size that trains in no time, for tests of what must hold for all. */
import { defaultConfig, labs, type LabId, type RunConfig } from '../../src/training/config.ts';
import type { ModelId } from '../../src/training/kinds/index.ts';

/** Of the fields that a model has; choices that are not the defaults. */
const small: RunConfig['fields'] = {
  ...{ d: 24, embed: 12, heads: 2, layers: 2, context: 16, batch: 4, dropout: 0.1 },
  ...{ attention: 'additive', positions: 'rotary', activation: 'swiglu', norm: 'post' },
};

/** Tasks with little to fetch and short sequences. */
const tasks: Record<LabId, string> = { seq2seq: 'reversal', transformer: 'names' };
const shortest: Record<LabId, [string, string][]> = {
  seq2seq: [['longest', '6']],
  transformer: [],
};

export interface SmallModel {
  readonly model: ModelId;
  readonly lab: LabId;
  /** As in a link. */
  readonly query: string;
}

const labIds = Object.keys(labs) as LabId[];

export const smallModels: readonly SmallModel[] = labIds.flatMap((lab) =>
  labs[lab].models.map((model) => {
    const { fields } = defaultConfig(lab, tasks[lab], model);
    const own = Object.entries(small).filter(([name]) => name in fields);
    const query = new URLSearchParams([
      ['task', tasks[lab]],
      ...shortest[lab],
      ['model', model],
      ...own.map(([name, value]): [string, string] => [name, String(value)]),
    ]);
    return { model, lab, query: query.toString() };
  }),
);
