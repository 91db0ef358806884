/**
 * A box that scrolls sideways must be reachable by keyboard and say what it is; one that does not
 * scroll must not be a stop on the way. Which it is depends on the width, so it is seen to here, as
 * soon as the box is laid out; until then it counts as one that scrolls.
 */
const boxes = '.scroll-box, .expressive-code pre';

const observer = new ResizeObserver((entries) => {
  const changed = new Set<HTMLElement>();
  for (const { target } of entries) {
    const box = target.closest<HTMLElement>(boxes);
    if (box !== null) changed.add(box);
  }
  // All are measured before one is changed: a change makes the next measurement cost a layout.
  const measured = [...changed].map((box) => [box, box.scrollWidth > box.clientWidth + 1] as const);
  for (const [box, scrolls] of measured) update(box, scrolls);
});

function update(box: HTMLElement, scrolls: boolean): void {
  if (scrolls === box.hasAttribute('tabindex')) return;
  if (scrolls) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.dataset['scrollLabel'] ?? '');
  } else if (document.activeElement !== box) {
    box.removeAttribute('tabindex');
    box.removeAttribute('role');
    box.removeAttribute('aria-label');
  }
}

/** Boxes count as ones that scroll until they are laid out, whatever they were before. */
function watch(within: ParentNode): void {
  for (const box of within.querySelectorAll<HTMLElement>(boxes)) {
    update(box, true);
    for (const part of [box, box.firstElementChild]) {
      if (part === null) continue;
      observer.unobserve(part);
      observer.observe(part);
    }
  }
}

export function watchScrollBoxes(): void {
  watch(document);
  // Out of view a late font or a narrower window makes a box scroll, and the observer hears nothing of it.
  document.addEventListener(
    'contentvisibilityautostatechange',
    (event) => {
      const { target, skipped } = event as ContentVisibilityAutoStateChangeEvent;
      if (skipped && target instanceof Element) watch(target);
    },
    { capture: true },
  );
}
