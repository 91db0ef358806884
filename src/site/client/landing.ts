/**
 * Holds what an address names (`#attention`) in its place until the page has settled. Sections are
 * laid out only near the reader (`markdown/sections.ts`), so those above the heading get their true
 * height after the browser has scrolled to it, and push it away. WebKit does not scroll at all to
 * what is in a section that it has not laid out.
 */

/** Milliseconds without a change of height after which the page counts as settled. */
const settled = 1000;
/** What a reader does who goes on by himself. */
const ownWays = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

let stop: (() => void) | undefined;

/** Follows links to a place, from other pages and within this one. Going back or reloading is left to the browser, which knows where the reader was. */
export function keepLanding(): void {
  let followed: string | null = null;
  addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a')?.getAttribute('href') : null;
    // A link in a diagram is SVG's, which has no `hash`.
    followed = typeof link === 'string' ? new URL(link, location.href).hash : null;
  });
  addEventListener('hashchange', () => {
    if (followed === location.hash) land();
  });
  const [opened] = performance.getEntriesByType('navigation');
  if (opened instanceof PerformanceNavigationTiming && opened.type === 'navigate') land();
}

function land(): void {
  stop?.();
  const target = document.getElementById(location.hash.slice(1));
  if (target === null) return;
  layOut(target);
  let timer = 0;
  const observer = new ResizeObserver(() => {
    target.scrollIntoView({ behavior: 'instant', block: 'start' });
    clearTimeout(timer);
    timer = window.setTimeout(leave, settled);
  });
  function leave(): void {
    observer.disconnect();
    clearTimeout(timer);
    for (const way of ownWays) removeEventListener(way, leave);
    delete document.documentElement.dataset['held'];
    stop = undefined;
  }
  stop = leave;
  document.documentElement.dataset['held'] = target.id;
  for (const way of ownWays) addEventListener(way, leave, { passive: true });
  observer.observe(document.body);
}

/** From now on, the sections around an element are laid out wherever the reader is. */
function layOut(element: HTMLElement): void {
  let part = element.closest<HTMLElement>('.part');
  while (part !== null) {
    part.style.setProperty('content-visibility', 'visible');
    part = part.parentElement?.closest<HTMLElement>('.part') ?? null;
  }
}
