/** How many tests passed and failed, from the lines that Vitest, Playwright or a program of ours ends with. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** `      Tests  1 failed | 9 passed (10)`, or `  1 failed` and `  9 passed (2.0m)`, or `9 passed, 1 failed`. */
const closing = /^(?: +Tests {2,}| {2}|)\d+ (?:passed|failed|flaky|interrupted|did not run)\b/;

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/**
 * @param output all that the program wrote
 * @param succeeded whether it ended with 0; one that did not has failed at least once
 */
export function countsIn(output: string, succeeded: boolean): Counts {
  const lines = output
    .replace(escapes, '')
    .split('\n')
    .filter((line) => closing.test(line));
  // A program of ours that calls Vitest has counted its tests too.
  const own = lines.findLast((line) => /^\d/.test(line));
  const text = own ?? lines.join('\n');
  const sum = (words: RegExp): number =>
    [...text.matchAll(words)].reduce((total, [, count]) => total + Number(count), 0);
  const failed = sum(/(\d+) (?:failed|flaky|interrupted|did not run)/g);
  return { passed: sum(/(\d+) passed/g), failed: succeeded ? failed : Math.max(1, failed) };
}
