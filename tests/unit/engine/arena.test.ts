/** What an arena hands out never overlaps, comes back whole and is used again. */
import { describe, expect, test } from 'vitest';
import { Arena, type Source } from '../../../src/engine/wasm/arena.ts';
import { createRandom } from '../../../src/maths/random/streams.ts';

/** Memory that only grows, at addresses that are multiples of nothing in particular. */
function source(): Source & { readonly blocks: Map<number, number> } {
  const blocks = new Map<number, number>();
  let top = 1000;
  return {
    blocks,
    malloc(bytes) {
      const pointer = top + 8;
      top = pointer + bytes;
      blocks.set(pointer, bytes);
      return pointer;
    },
    free(pointer) {
      expect(blocks.delete(pointer)).toBe(true);
    },
  };
}

describe('an arena', () => {
  test.each([1, 2, 3, 4])('hands out places that do not overlap (seed %i)', (seed) => {
    const random = createRandom(seed, 'arena');
    const memory = source();
    const arena = new Arena(memory);
    const taken: { pointer: number; bytes: number }[] = [];
    for (let step = 0; step < 2000; step++) {
      if (taken.length > 0 && random.uniform() < 0.45) {
        const [{ pointer }] = taken.splice(random.integer(taken.length), 1) as [(typeof taken)[0]];
        arena.free(pointer);
        continue;
      }
      const bytes = random.integer(random.uniform() < 0.05 ? 3_000_000 : 20_000);
      const pointer = arena.allocate(bytes);
      expect(pointer % 64).toBe(0);
      const end = pointer + bytes;
      for (const one of taken) {
        expect(pointer >= one.pointer + one.bytes || end <= one.pointer).toBe(true);
      }
      const homes = [...memory.blocks].filter(([at, size]) => pointer >= at && end <= at + size);
      expect(homes).toHaveLength(1);
      expect(arena.owns(pointer)).toBe(true);
      taken.push({ pointer, bytes });
    }
    expect(arena.taken).toBe(taken.length);
    arena.release();
    expect(memory.blocks.size).toBe(0);
    expect(taken.some(({ pointer }) => arena.owns(pointer))).toBe(false);
  });

  test('repeats its places', () => {
    const arena = new Arena(source());
    const round = (): number[] => {
      const places = [100, 5000, 64, 200_000].map((bytes) => arena.allocate(bytes));
      for (const pointer of [places[1]!, places[3]!, places[0]!, places[2]!]) arena.free(pointer);
      return places;
    };
    const first = round();
    for (let i = 0; i < 5; i++) expect(round()).toEqual(first);
  });

  test('needs one block for what lives at different times', () => {
    const memory = source();
    const arena = new Arena(memory);
    for (let i = 1; i <= 50; i++) arena.free(arena.allocate(i * 10_000));
    expect(memory.blocks.size).toBe(1);
  });

  test('refuses what it did not hand out', () => {
    const arena = new Arena(source());
    const pointer = arena.allocate(10);
    arena.free(pointer);
    expect(() => arena.free(pointer)).toThrow(`Nothing is allocated at ${pointer}.`);
  });
});
