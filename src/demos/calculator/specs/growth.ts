/** The calculator “growth”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'growth', en: 'growth' },
  description: { zh: 'growth', en: 'growth' },
  inputs: [],
  outputs: [],
  how: { zh: 'growth', en: 'growth' },
  compute: () => ({}),
});
