/** Every model of every kind, in a size that trains in no time, for tests of what must hold for all. */
import { defaultConfig, labs, type LabId, type RunConfig } from '../../src/training/config.ts';
import type { ModelId } from '../../src/training/kinds/index.ts';

/** Of the fields that a model has; choices that are not the defaults. */
const small: RunConfig['fields'] = {
  ...{ d: 24, embed: 12, heads: 2, layers: 2, context: 16, batch: 4, dropout: 0.1 },
  ...{ attention: 'additive', positions: 'rotary', activation: 'swiglu', norm: 'post' },
};

/** Tasks with little to fetch and short sequences, where the first of the laboratory is not such a one. */
const tasks: Partial<Record<LabId, string>> = { transformer: 'names' };
const shortest: readonly [string, string][] = [['longest', '6']];

export interface SmallModel {
  readonly model: ModelId;
  readonly lab: LabId;
  /** As in a link. */
  readonly query: string;
}

const labIds = Object.keys(labs) as LabId[];

export const smallModels: readonly SmallModel[] = labIds.flatMap((lab) =>
  labs[lab].models.map((model) => {
    const { task, taskParameters, fields } = defaultConfig(lab, tasks[lab], model);
    const own = Object.entries(small).filter(([name]) => name in fields);
    const query = new URLSearchParams([
      ['task', task],
      ...shortest.filter(([name]) => name in taskParameters),
      ['model', model],
      ...own.map(([name, value]): [string, string] => [name, String(value)]),
    ]);
    return { model, lab, query: query.toString() };
  }),
);
