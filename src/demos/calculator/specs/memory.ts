/** The calculator “memory”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'memory', en: 'memory' },
  description: { zh: 'memory', en: 'memory' },
  inputs: [],
  outputs: [],
  how: { zh: 'memory', en: 'memory' },
  compute: () => ({}),
});
