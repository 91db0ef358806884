/**
 * Sequence-to-sequence models, trained in the page on WASM from their links to a stated quality:
 * free-running exact match on the whole held-out set.
 */
import { expect, numberOf, test, train } from '../support.ts';

const limit = 1_200_000;

const goals = [
  { name: 'reversal of 4–8 letters, LSTM', query: 'task=reversal&model=lstm-seq2seq', least: 0.99 },
  {
    name: 'reversal of 4–8 letters, Transformer',
    query: 'task=reversal&model=transformer-encoder-decoder',
    least: 0.99,
  },
  { name: 'two-digit addition, LSTM', query: 'task=addition&model=lstm-seq2seq', least: 0.98 },
  {
    name: 'Chinese numerals to digits, LSTM',
    query: 'task=chinese-numerals&model=lstm-seq2seq',
    least: 0.98,
  },
];

/** The first of each model; the others by `LONG=1`. */
const chosen = process.env['LONG'] === '1' ? goals : goals.slice(0, 2);

for (const { name, query, least } of chosen) {
  test(`${name}: at least ${least * 100} %`, async ({ page }) => {
    const run = await train(page, `/en/lab/seq2seq/?${query}&backend=wasm&start=1`, limit);
    const [accuracy, step] = [await numberOf(run, 'accuracy'), await numberOf(run, 'step')];
    const loss = await numberOf(run, 'held-out-loss');
    console.log(`${name}: exact match ${accuracy}, held-out loss ${loss}, step ${step}`);
    expect(await run.getAttribute('data-run-backend')).toBe('wasm');
    expect(accuracy).toBeGreaterThanOrEqual(least);
  });
}
