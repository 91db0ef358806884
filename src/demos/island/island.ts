/** The one script of all demos in a page: what fetches each, and the way to the one that a link starts. */
import { addressedTo, asksToStart, firstOnPage } from './address.ts';
import type { Load } from './define.ts';
import { connectFormulas } from './linked.ts';
import { defineIsland } from './reach.ts';

const loads = import.meta.glob<Load>('../*/demo.ts', { eager: true, import: 'load' });
defineIsland(
  new Map(Object.entries(loads).map(([path, load]) => [path.split('/').at(-2) ?? '', load])),
);

connectFormulas();

const here = new URL(location.href);
if (here.hash === '') {
  for (const figure of document.querySelectorAll<HTMLElement>('.run-figure')) {
    const said = addressedTo(here, figure.dataset['figure'] ?? '', firstOnPage());
    if (asksToStart(said)) figure.scrollIntoView();
  }
}
