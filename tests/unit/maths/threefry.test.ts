import { describe, expect, test } from 'vitest';
import { threefry, type Words } from '../../../src/maths/random/threefry.ts';

describe('Threefry-2x32 with 13 rounds', () => {
  // `kat_vectors` of Random123, the reference implementation.
  const known: readonly { counter: Words; key: Words; words: Words }[] = [
    { counter: [0, 0], key: [0, 0], words: [0x9d1c5ec6, 0x8bd50731] },
    {
      counter: [0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      words: [0xfd36d048, 0x2d17272c],
    },
    {
      counter: [0x243f6a88, 0x85a308d3],
      key: [0x13198a2e, 0x03707344],
      words: [0xba3e4725, 0xf27d669e],
    },
  ];
  test.each(known)('counter $counter, key $key', ({ counter, key, words }) => {
    expect(threefry(counter, key)).toEqual(words);
  });
});
