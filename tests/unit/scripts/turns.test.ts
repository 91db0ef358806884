/** Stages that run at the same time are read one after another. */
import { expect, it } from 'vitest';
import { takeTurns } from '../../../tools/turns.ts';

it('shows the first as it writes, and the others when those before have ended', () => {
  const shown: string[] = [];
  const turn = takeTurns((text) => shown.push(text));
  const [one, two, three] = [turn(), turn(), turn()];
  two.write('b');
  three.write('d');
  one.write('a');
  expect(shown).toEqual(['a']);
  two.write('b');
  two.end();
  expect(shown).toEqual(['a']);
  one.end();
  expect(shown).toEqual(['a', 'bb', 'd']);
  three.write('e');
  three.end();
  turn().write('f');
  expect(shown.join('')).toBe('abbdef');
});
