/**
 * A box that scrolls sideways must be reachable by keyboard and say what it is; one that does not
 * scroll must not be a stop on the way. Which it is depends on the width, so it is seen to here.
 */
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target instanceof HTMLElement ? target.closest<HTMLElement>('.scroll-box') : null;
    if (box !== null) update(box);
  }
});

function update(box: HTMLElement): void {
  if (box.scrollWidth > box.clientWidth + 1) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.dataset['scrollLabel'] ?? '');
  } else {
    box.removeAttribute('tabindex');
    box.removeAttribute('role');
    box.removeAttribute('aria-label');
  }
}

export function watchScrollBoxes(): void {
  for (const box of document.querySelectorAll<HTMLElement>('.scroll-box')) {
    observer.observe(box);
    if (box.firstElementChild !== null) observer.observe(box.firstElementChild);
  }
}
