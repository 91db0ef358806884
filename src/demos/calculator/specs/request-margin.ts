/** The calculator “request-margin”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'request-margin', en: 'request-margin' },
  description: { zh: 'request-margin', en: 'request-margin' },
  inputs: [],
  outputs: [],
  how: { zh: 'request-margin', en: 'request-margin' },
  compute: () => ({}),
});
