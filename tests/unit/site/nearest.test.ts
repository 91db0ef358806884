/** The page that a mistyped address probably means. */
import { expect, it } from 'vitest';
import { pages } from '../../../src/site/chapters.ts';
import { nearest } from '../../../src/site/client/nearest.ts';

const known = pages.map(({ slug }) => slug);

it.each([
  ['02-algorithm', '02-algorithms'],
  ['algorithms', '02-algorithms'],
  ['3-mathematic', '03-mathematics'],
  ['faq', '08-faq'],
  ['lab/seq2sec', 'lab/seq2seq'],
  ['teaching', 'teach'],
])('%s means %s', (address, slug) => {
  expect(nearest(address, known)).toBe(slug);
});

it.each(['wp-login.php', 'xyzzyxyzzy', ''])('guesses nothing for “%s”', (address) => {
  expect(nearest(address, known)).toBeUndefined();
});
