/** The rounds of the generator in the languages of graphics adapters. */
import { threefryRotations, threefryRounds } from '../../../maths/random/threefry.ts';

/** Statements, the same in WGSL and GLSL, that put two words `x` of 32 bits through every round. @param key the name of its three words */
export function threefryCode(key: string): string {
  const word = (index: number): string => `${key}.${'xyz'.charAt(index % 3)}`;
  return Array.from({ length: threefryRounds }, (_, index) => {
    const [by, round] = [threefryRotations[index % 8]!, index + 1];
    const turn = `x.x += x.y; x.y = ((x.y << ${by}u) | (x.y >> ${32 - by}u)) ^ x.x;`;
    const times = round / 4;
    if (round % 4 !== 0) return `  ${turn}`;
    return `  ${turn} x.x += ${word(times)}; x.y += ${word(times + 1)} + ${times}u;`;
  }).join('\n');
}
