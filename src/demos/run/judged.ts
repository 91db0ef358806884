/** What a run is judged on, for panels and records alike. */
import { findTask } from '../../tasks/index.ts';
import type { RunConfig } from '../../training/config.ts';

/** Whether anything was held out: one sentence learnt by heart is judged on itself. */
export const holdsOut = ({ task }: Pick<RunConfig, 'task'>): boolean =>
  findTask(task)?.holdsOut ?? true;
