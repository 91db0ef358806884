/** The calculator “task-value”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'task-value', en: 'task-value' },
  description: { zh: 'task-value', en: 'task-value' },
  inputs: [],
  outputs: [],
  how: { zh: 'task-value', en: 'task-value' },
  compute: () => ({}),
});
