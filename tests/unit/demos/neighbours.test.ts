import { beforeEach, expect, it } from 'vitest';
import {
  createNeighbours,
  type Channel,
  type OpenChannel,
} from '../../../src/demos/run/neighbours.ts';
import { TestClock } from '../clock.ts';

let clock: TestClock;
let ears: Set<(message: unknown) => void>;
beforeEach(() => {
  clock = new TestClock();
  ears = new Set();
});

/** As a BroadcastChannel: everybody hears it except who says it. */
const open: OpenChannel = (hear): Channel => {
  ears.add(hear);
  return {
    post: (message) => {
      for (const ear of [...ears]) if (ear !== hear) ear(message);
    },
    close: () => void ears.delete(hear),
  };
};

function panel() {
  const seen = { others: 0 };
  const neighbours = createNeighbours({ open, clock }, (others) => (seen.others = others));
  return { seen, neighbours };
}

it('counts the others that train, whoever came first', () => {
  const [first, second, third] = [panel(), panel(), panel()];
  first.neighbours.set(true);
  expect(first.seen.others).toBe(0);
  second.neighbours.set(true);
  third.neighbours.set(true);
  expect([first, second, third].map(({ seen }) => seen.others)).toEqual([2, 2, 2]);
  second.neighbours.set(false);
  expect([first, second, third].map(({ seen }) => seen.others)).toEqual([1, 0, 1]);
  clock.pass(600);
  expect(first.seen.others).toBe(1);
});

it('forgets one that vanished without a word', () => {
  const first = panel();
  first.neighbours.set(true);
  const [ear] = ears;
  ear!({ panel: 'killed', trains: true });
  clock.pass(60);
  expect(first.seen.others).toBe(1);
  clock.pass(600);
  expect(first.seen.others).toBe(0);
});

it('hears nothing that is not meant for it, and does without channels', () => {
  const first = panel();
  first.neighbours.set(true);
  for (const ear of ears) for (const noise of [null, 'x', { panel: 1 }]) ear(noise);
  expect(first.seen.others).toBe(0);
  const deaf = createNeighbours({ open: () => null, clock }, () => expect.unreachable());
  deaf.set(true);
  deaf.set(false);
});
