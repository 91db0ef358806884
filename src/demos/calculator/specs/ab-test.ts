/** The calculator “ab-test”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'ab-test', en: 'ab-test' },
  description: { zh: 'ab-test', en: 'ab-test' },
  inputs: [],
  outputs: [],
  how: { zh: 'ab-test', en: 'ab-test' },
  compute: () => ({}),
});
