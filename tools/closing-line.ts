/** What came of a stage of tests, from what Vitest, Playwright or a program of ours writes. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** `      Tests  1 failed | 9 passed (10)`, or `  1 failed` and `  9 passed (2.0m)`, or `9 passed, 1 failed`. */
const closing = /^(?: +Tests {2,}| {2}|)\d+ (?:passed|failed|flaky|interrupted|did not run)\b/;

/** ` FAIL  unit tests/…`, or `  1) [e2e] › tests/…`, or `✗ Firefox searches`. */
const failure = /^(?: FAIL {2}| {2}\d+\) \[|✗ )/;

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

const linesOf = (output: string): string[] => output.replace(escapes, '').split('\n');

/**
 * @param output all that the program wrote
 * @param succeeded whether it ended with 0; one that did not has failed at least once
 */
export function countsIn(output: string, succeeded: boolean): Counts {
  const lines = linesOf(output).filter((line) => closing.test(line));
  // A program of ours that calls Vitest has counted its tests too.
  const own = lines.findLast((line) => /^\d/.test(line));
  const text = own ?? lines.join('\n');
  const sum = (words: RegExp): number =>
    [...text.matchAll(words)].reduce((total, [, count]) => total + Number(count), 0);
  const failed = sum(/(\d+) (?:failed|flaky|interrupted|did not run)/g);
  return { passed: sum(/(\d+) passed/g), failed: succeeded ? failed : Math.max(1, failed) };
}

/**
 * What failed and why, to be read at the end of a long run.
 *
 * @param most lines for each failure
 * @returns for each the line that names it and those after it, without colours; where nothing is
 *   named, the last lines of the output
 */
export function failuresIn(output: string, most = 24): string[] {
  const lines = linesOf(output);
  const starts = lines.flatMap((line, i) => (failure.test(line) ? [i] : []));
  if (starts.length === 0) return [lines.slice(-most).join('\n').trimEnd()];
  return starts.map((start, i) =>
    lines
      .slice(start, Math.min(start + most, starts[i + 1] ?? lines.length))
      .join('\n')
      .trimEnd(),
  );
}
