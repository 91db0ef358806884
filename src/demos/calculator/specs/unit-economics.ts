/** The calculator “unit-economics”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'unit-economics', en: 'unit-economics' },
  description: { zh: 'unit-economics', en: 'unit-economics' },
  inputs: [],
  outputs: [],
  how: { zh: 'unit-economics', en: 'unit-economics' },
  compute: () => ({}),
});
