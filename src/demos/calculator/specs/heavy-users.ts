/** The calculator “heavy-users”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'heavy-users', en: 'heavy-users' },
  description: { zh: 'heavy-users', en: 'heavy-users' },
  inputs: [],
  outputs: [],
  how: { zh: 'heavy-users', en: 'heavy-users' },
  compute: () => ({}),
});
