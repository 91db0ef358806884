/** Every calculator by name; each is fetched on its own when a page has it. */
import type { CalculatorSpec } from './spec.ts';

const loaders = {
  'four-questions': () => import('./specs/four-questions.ts'),
  'make-or-buy': () => import('./specs/make-or-buy.ts'),
  'scaling-law': () => import('./specs/scaling-law.ts'),
  growth: () => import('./specs/growth.ts'),
  'request-margin': () => import('./specs/request-margin.ts'),
  'revenue-mix': () => import('./specs/revenue-mix.ts'),
  'heavy-users': () => import('./specs/heavy-users.ts'),
  'classifier-value': () => import('./specs/classifier-value.ts'),
  'ab-test': () => import('./specs/ab-test.ts'),
  'task-value': () => import('./specs/task-value.ts'),
  fairness: () => import('./specs/fairness.ts'),
  'training-cost': () => import('./specs/training-cost.ts'),
  memory: () => import('./specs/memory.ts'),
  'kv-cache': () => import('./specs/kv-cache.ts'),
  'serving-cost': () => import('./specs/serving-cost.ts'),
  'conversation-cost': () => import('./specs/conversation-cost.ts'),
  'unit-economics': () => import('./specs/unit-economics.ts'),
  'break-even': () => import('./specs/break-even.ts'),
  'majority-vote': () => import('./specs/majority-vote.ts'),
} as const satisfies Record<string, () => Promise<{ spec: CalculatorSpec }>>;

export type CalculatorName = keyof typeof loaders;

export const calculatorNames = Object.keys(loaders) as readonly CalculatorName[];

const isName = (name: string): name is CalculatorName => Object.hasOwn(loaders, name);

/** Fails with the list of names where there is no such calculator. */
export async function loadSpec(name: string): Promise<CalculatorSpec> {
  if (!isName(name)) {
    throw new Error(
      `There is no calculator called “${name}”; there are ${calculatorNames.join(', ')}.`,
    );
  }
  return (await loaders[name]()).spec;
}
