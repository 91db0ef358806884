/** The calculators, for the lab's list. */
import type { DemoMeta } from '../meta.ts';

export const meta: DemoMeta = {
  id: 'calculators',
  path: '/lab/calculators/',
  name: { zh: '计算器', en: 'The calculators' },
  description: {
    zh: '十九个计算器：训练、显存、推理、定价、单位经济、分类器、公平。每个数都能改，每个公式都写明。',
    en: 'Nineteen calculators: training, memory, inference, pricing, unit economics, classifiers, fairness. Every number can be changed, every formula is stated.',
  },
};
