/** Which figure of a page a link speaks to, in every shape that links of the site have. */
import { describe, expect, it } from 'vitest';
import {
  addressedTo,
  addressWith,
  asksToStart,
  exhibitFor,
} from '../../../src/demos/island/address.ts';

const at = (query: string): URL => new URL(`https://example.org/02-algorithms/${query}`);
const said = (query: string, figure: string, first: string | null = '2.1'): string | null =>
  addressedTo(at(query), figure, first)?.toString() ?? null;

describe('the address of a page', () => {
  it.each([
    // link, what it says to figure 2.1, the first, and to figure 2.2
    ['', null, null],
    ['#figure-2-1', null, null],
    ['?seed=1', 'seed=1', null],
    ['?start=1', 'start=1', null],
    ['?run=2.2&seed=1', null, 'seed=1'],
    ['?run=2.1&start=1', 'start=1', null],
    ['?task=reversal&model=lstm-seq2seq', 'task=reversal&model=lstm-seq2seq', null],
    ['?run=2.2&N=7e9&preset=sepsis#figure-2-2', null, 'N=7e9&preset=sepsis'],
    ['?utm_source=x&from=timeline', null, null],
    ['?seed=1&utm_source=x', 'seed=1&utm_source=x', null],
    ['?exhibit=no-shift', null, null],
    ['?run=2.4&exhibit=no-shift', null, null],
    ['?run=9.9&seed=1', null, null],
  ])('%s', (query, first, second) => {
    expect(said(query, '2.1')).toBe(first);
    expect(said(query, '2.2')).toBe(second);
  });

  it('speaks to nobody by itself where no figure is the first', () => {
    expect(said('?seed=1', '2.1', null)).toBeNull();
    expect(said('?run=2.1&seed=1', '2.1', null)).toBe('seed=1');
  });

  it('asks a run to start by a 1 alone', () => {
    expect(asksToStart(addressedTo(at('?start=1'), '2.1', '2.1'))).toBe(true);
    expect(asksToStart(addressedTo(at('?start=0'), '2.1', '2.1'))).toBe(false);
    expect(asksToStart(null)).toBe(false);
  });

  it('opens exhibits by query and by fragment, of the museum that it names', () => {
    expect(exhibitFor(at('?exhibit=no-shift'), '2.4')).toBe('no-shift');
    expect(exhibitFor(at('?run=2.4&exhibit=no-shift#exhibit-one-head'), '2.4')).toBe('one-head');
    expect(exhibitFor(at('?run=2.4&exhibit=no-shift'), 'L.3')).toBeNull();
    expect(exhibitFor(at('#exhibit-one-head'), 'L.3')).toBe('one-head');
    expect(exhibitFor(at('?seed=1'), '2.4')).toBeNull();
  });

  it('is written back with the number of the figure, unless it is the first', () => {
    const settings = new URLSearchParams('seed=7');
    const page = at('?old=1#attention');
    expect(addressWith(page, settings, '2.2', '2.1').href).toBe(
      'https://example.org/02-algorithms/?run=2.2&seed=7#attention',
    );
    expect(addressWith(page, settings, '2.1', '2.1').search).toBe('?seed=7');
  });
});
