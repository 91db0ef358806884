/** What a panel shows of a trained model, by kind of learning. */
import type { Component } from 'svelte';
import type { KindId } from '../../../training/kinds/kind.ts';
import Pairs from './pairs.svelte';
import type { OutcomeProps } from './props.ts';
import Text from './text.svelte';

export const outcomes: Readonly<Record<KindId, Component<OutcomeProps>>> = {
  pairs: Pairs,
  text: Text,
};
