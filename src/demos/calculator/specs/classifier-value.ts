/** The calculator “classifier-value”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'classifier-value', en: 'classifier-value' },
  description: { zh: 'classifier-value', en: 'classifier-value' },
  inputs: [],
  outputs: [],
  how: { zh: 'classifier-value', en: 'classifier-value' },
  compute: () => ({}),
});
