/** The calculator “serving-cost”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'serving-cost', en: 'serving-cost' },
  description: { zh: 'serving-cost', en: 'serving-cost' },
  inputs: [],
  outputs: [],
  how: { zh: 'serving-cost', en: 'serving-cost' },
  compute: () => ({}),
});
