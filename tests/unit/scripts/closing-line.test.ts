/** The sums at the end of a run of all tests. */
import { expect, it } from 'vitest';
import { countsIn, failuresIn } from '../../../tools/closing-line.ts';

it.each([
  [
    'Vitest',
    `\u001B[32m ✓\u001B[39m 12 passed through here

\u001B[2m Test Files \u001B[22m \u001B[1m\u001B[31m1 failed\u001B[39m\u001B[22m | 1 passed (2)
\u001B[2m      Tests \u001B[22m \u001B[1m\u001B[31m2 failed\u001B[39m\u001B[22m\u001B[2m | \u001B[22m9 passed | 1 skipped (12)`,
    { passed: 9, failed: 2 },
  ],
  [
    'Playwright',
    '  2 failed\n    [e2e] › a.spec.ts:1:1 › one\n  1 flaky\n  3 did not run\n  110 passed (6.0m)\n',
    { passed: 110, failed: 6 },
  ],
  [
    'a program that calls Vitest',
    '      Tests  80 passed (80)\n✓ Firefox searches (2.0 s)\n91 passed, 1 failed, in 80 s\n',
    { passed: 91, failed: 1 },
  ],
] as const)('%s', (_name, output, counts) => {
  expect(countsIn(output, false)).toEqual(counts);
});

it('a program that breaks off has failed once, whatever it says', () => {
  expect(countsIn('      Tests  4 passed (4)', false)).toEqual({ passed: 4, failed: 1 });
  expect(countsIn('', false)).toEqual({ passed: 0, failed: 1 });
  expect(countsIn('      Tests  4 passed (4)', true)).toEqual({ passed: 4, failed: 0 });
});

it('names what failed, with the lines that say why', () => {
  const vitest =
    '\u001B[41m FAIL \u001B[49m unit a.test.ts > one\nexpected 1\n FAIL  unit b.test.ts\n2\n3\n4';
  expect(failuresIn(vitest, 3)).toEqual([
    ' FAIL  unit a.test.ts > one\nexpected 1',
    ' FAIL  unit b.test.ts\n2\n3',
  ]);
  const playwright =
    '  ✘  1 [e2e] › a.spec.ts:1:1 › one (2s)\n\n  1) [e2e] › a.spec.ts:1:1 › one ───\n\n    Error: no\n\n';
  expect(failuresIn(playwright)).toEqual(['  1) [e2e] › a.spec.ts:1:1 › one ───\n\n    Error: no']);
  expect(failuresIn('✓ Firefox opens (1 s)\n✗ Firefox searches (2.0 s)\n    lost\n')).toEqual([
    '✗ Firefox searches (2.0 s)\n    lost',
  ]);
});

it('gives the last lines of what names nothing', () => {
  expect(failuresIn('1\n2\n3\n\n', 4)).toEqual(['2\n3']);
});
