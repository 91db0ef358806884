/** How large a model and its work are, coarsely: what was measured for one holds for its likes. */
import type { TaskData } from '../../tasks/index.ts';
import type { RunConfig } from '../config.ts';
import type { RunField } from '../fields/architecture.ts';
import { fieldsOf } from '../kinds/index.ts';

/** The power of √2 next to x, so that likes differ by less than a half. */
const about = (x: number): number => Math.round(2 * Math.log2(x)) / 2;

/** Fields of which only matters whether they are in use: at this value they are not. */
const unused: Readonly<Record<string, number>> = { dropout: 0, teacher: 1 };

/** The fields that a step's work depends on. */
const isWork = ({ key, group }: RunField): boolean =>
  group === 'architecture' || key === 'batch' || key === 'teacher';

/**
 * The same text for models of one kind and about one size on data of about one size, whatever the
 * seed, the learning rate or the number of steps.
 */
export function sizeOf(config: RunConfig, data: TaskData): string {
  const fields = fieldsOf(config.model)
    .filter(isWork)
    .map(({ key }) => {
      const value = config.fields[key]!;
      if (typeof value !== 'number') return `${key}=${value}`;
      const idle = unused[key];
      return `${key}=${idle === undefined ? `2^${about(value)}` : value !== idle}`;
    });
  const { kind, ...sizes } = data.sizes;
  const lengths = Object.entries(sizes).map(([name, size]) => `${name}=2^${about(size)}`);
  return [config.model, kind, ...fields, ...lengths].join(' ');
}
