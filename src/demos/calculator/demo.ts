/** The calculators: `calculator/memory` is one of them. Each is fetched with its own spec. */
import { defineDemo, given, type Load } from '../island/define.ts';

/** The list of the specs comes with the panel, which is larger than both it and the spec: pages without calculators do without. */
const loadSpec = async (name: string) => (await import('./registry.ts')).loadSpec(name);

export const load: Load = async (name) => {
  const [{ default: CalculatorPanel }, spec] = await Promise.all([
    import('./CalculatorPanel.svelte'),
    loadSpec(name),
  ]);
  return given(CalculatorPanel, { name, spec }, spec.description);
};

export default defineDemo({
  id: 'calculator',
  page: 'lab/calculators',
  figure: 'L.4',
  name: { zh: '计算器', en: 'The calculators' },
  teaches: {
    zh: '十九个计算器：训练、显存、推理、定价、单位经济、分类器、公平。每个数都能改，每个公式都写明。',
    en: 'Nineteen calculators: training, memory, inference, pricing, unit economics, classifiers, fairness. Every number can be changed, every formula is stated.',
  },
  withoutScript: {
    zh: '下面是用默认值算好的结果；打开 JavaScript 之后刷新本页，就能改数。',
    en: 'These are the results for the default values. Switch on JavaScript and reload the page to change the numbers.',
  },
  isLong: true,
  load,
});
