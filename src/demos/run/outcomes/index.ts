/** What a panel shows of a trained model: a component for each kind of learning, called like it. */
import type { Component } from 'svelte';
import type { KindId } from '../../../training/kinds/kind.ts';
import type { OutcomeProps } from './props.ts';

const found = import.meta.glob<Component<OutcomeProps>>('./*.svelte', {
  eager: true,
  import: 'default',
});

export const outcomeOf = (kind: KindId): Component<OutcomeProps> => found[`./${kind}.svelte`]!;
