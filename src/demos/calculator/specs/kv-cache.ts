/** The calculator “kv-cache”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'kv-cache', en: 'kv-cache' },
  description: { zh: 'kv-cache', en: 'kv-cache' },
  inputs: [],
  outputs: [],
  how: { zh: 'kv-cache', en: 'kv-cache' },
  compute: () => ({}),
});
