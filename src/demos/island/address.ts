/**
 * How the address of a page speaks to its figures: `run=<figure>` names the one that is meant, without
 * it the first panel of a run is; `start=1` starts it. And what a figure's number says of its element.
 */
import { isAppended } from '../../fields/appended.ts';

/** `2.1` → `figure-2-1`. */
export const figureId = (figure: string): string => `figure-${figure.replaceAll('.', '-')}`;

/** Of the title of a figure's panel: figures of chapters stand in sections, those of laboratories and of the home page below the page's title. */
export const headingLevel = (figure: string): 2 | 3 => (/^[L0]\./.test(figure) ? 2 : 3);

/** The figure that a link without `run` speaks to: the first panel with settings, else the first run. */
export function firstOnPage(): string | null {
  const panel =
    document.querySelector('[data-run-figure]') ?? document.querySelector('.run-figure [data-run]');
  return panel?.closest<HTMLElement>('.run-figure')?.dataset['figure'] ?? null;
}

/**
 * What the address says to a figure, or null where it does not speak to it.
 * @param first the figure that a link without `run` speaks to
 */
export function addressedTo(
  address: URL,
  figure: string,
  first: string | null,
): URLSearchParams | null {
  const query = new URLSearchParams(address.search);
  if ([...query.keys()].every(isAppended)) return null;
  const run = query.get('run');
  // A link with `exhibit` is for the museum.
  if (run === null ? figure !== first || query.has('exhibit') : run !== figure) return null;
  query.delete('run');
  return query;
}

/** Whether what is said to a figure asks it to begin by itself. */
export const asksToStart = (said: URLSearchParams | null): boolean => said?.get('start') === '1';

/** Which exhibit the address names, of any museum or of this one. */
export function exhibitFor(address: URL, figure: string): string | null {
  const fromHash = /^#exhibit-(.+)$/.exec(address.hash)?.[1];
  if (fromHash !== undefined) return fromHash;
  const run = address.searchParams.get('run');
  return run === null || run === figure ? address.searchParams.get('exhibit') : null;
}

/** The address of the page with a setting for one of its figures; `run` is left out for the first. */
export function addressWith(
  page: URL,
  settings: URLSearchParams,
  figure: string,
  first: string | null,
): URL {
  const query = new URLSearchParams(figure === first ? [] : [['run', figure]]);
  settings.forEach((value, key) => query.append(key, value));
  const address = new URL(page);
  address.search = query.toString();
  return address;
}

/** The same, to hand to someone else: it opens at the figure. */
export function sharedAddress(address: URL, figure: string): string {
  const shared = new URL(address);
  shared.hash = figureId(figure);
  return shared.href;
}
