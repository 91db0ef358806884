import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, randomFrom, type Random } from '../../../src/maths/random/streams.ts';

const draws = {
  uniform: (random: Random) => random.uniform(),
  integer: (random: Random) => random.integer(1000),
  normal: (random: Random) => random.normal(),
} as const;
const program = fc.array(fc.constantFrom(...(['uniform', 'integer', 'normal'] as const)));
const play = (random: Random, names: readonly (keyof typeof draws)[]): number[] =>
  names.map((name) => draws[name](random));

describe('a stream', () => {
  test('gives what it always gave', () => {
    const random = createRandom(2 ** 32 + 5, 'init');
    expect([random.uniform(), random.normal(), random.integer(1000)]).toEqual([
      0.818992908578366, -0.01671734625858855, 247,
    ]);
  });

  test('goes on from its state as if it had never stopped', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string(), program, program, (seed, name, before, after) => {
        const random = createRandom(seed, name);
        play(random, before);
        const copy = randomFrom(
          JSON.parse(JSON.stringify(random.state())) as ReturnType<Random['state']>,
        );
        const expected = play(random, after);
        expect(play(copy, after)).toEqual(expected);
        expect(copy.state()).toEqual(random.state());
      }),
    );
  });

  test('does not move when its state is asked for, nor with one that goes on from it', () => {
    fc.assert(
      fc.property(program, (before) => {
        const [random, untouched] = [createRandom(3, 'data'), createRandom(3, 'data')];
        play(random, before);
        play(untouched, before);
        randomFrom(random.state()).normal();
        expect(random.uniform()).toBe(untouched.uniform());
      }),
    );
  });

  test('keeps the second of a pair of normal numbers in its state', () => {
    const random = createRandom(1, 'init');
    random.normal();
    const { spare } = random.state();
    expect(spare).not.toBeNull();
    expect(random.normal()).toBe(spare);
    expect(random.state().spare).toBeNull();
  });
});
