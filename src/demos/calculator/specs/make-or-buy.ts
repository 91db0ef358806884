/** The calculator “make-or-buy”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'make-or-buy', en: 'make-or-buy' },
  description: { zh: 'make-or-buy', en: 'make-or-buy' },
  inputs: [],
  outputs: [],
  how: { zh: 'make-or-buy', en: 'make-or-buy' },
  compute: () => ({}),
});
