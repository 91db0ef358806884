/**
 * Shows what a glossary term means when the reader points at it, moves the focus to it or taps it.
 * Escape closes the note; it stays open under the pointer (WCAG 2.1, 1.4.13). Without this script a
 * term is a link to the glossary.
 */

/** The note belongs to one term at a time; it is made when first needed. */
let note: HTMLElement | undefined;
let shown: HTMLAnchorElement | undefined;
let closing = 0;

function makeNote(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'term-note';
  element.popover = 'manual';
  element.addEventListener('pointerenter', () => clearTimeout(closing));
  element.addEventListener('pointerleave', closeSoon);
  document.body.append(element);
  return element;
}

function show(term: HTMLAnchorElement): void {
  clearTimeout(closing);
  if (shown === term) return;
  const definition = document.getElementById(term.getAttribute('aria-describedby') ?? '');
  if (definition === null) return;
  note ??= makeNote();
  const more = document.createElement('a');
  more.href = term.href;
  more.textContent = document.documentElement.lang.startsWith('zh') ? '术语表' : 'Glossary';
  // The link is for fingers; by keyboard the term itself leads there.
  more.tabIndex = -1;
  note.replaceChildren(definition.textContent ?? '', ' ', more);
  note.showPopover();
  place(note, term);
  shown = term;
}

/** Below the term, or above it where there is no room; inside the window. */
function place(element: HTMLElement, term: HTMLElement): void {
  const gap = 6;
  const box = term.getClientRects()[0] ?? term.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - width - 8);
  const below = box.bottom + gap;
  const top = below + height > innerHeight ? box.top - gap - height : below;
  element.style.translate = `${Math.round(left)}px ${Math.round(Math.max(8, top))}px`;
}

function close(): void {
  clearTimeout(closing);
  if (shown === undefined) return;
  note?.hidePopover();
  shown = undefined;
}

/** A term that has the focus keeps its note while the page moves below it. */
function follow(): void {
  if (shown === undefined || note === undefined) return;
  const { top, bottom } = shown.getBoundingClientRect();
  const isVisible = bottom > 0 && top < innerHeight;
  if (isVisible && document.activeElement === shown) place(note, shown);
  else close();
}

function closeSoon(): void {
  clearTimeout(closing);
  closing = window.setTimeout(close, 200);
}

export function watchTerms(): void {
  const terms = document.querySelectorAll<HTMLAnchorElement>('a.term');
  if (terms.length === 0 || !('popover' in HTMLElement.prototype)) return;
  for (const term of terms) {
    let byTouch = false;
    term.addEventListener('pointerenter', (event) => {
      if (event.pointerType !== 'touch') show(term);
    });
    term.addEventListener('pointerleave', (event) => {
      if (event.pointerType !== 'touch') closeSoon();
    });
    term.addEventListener('pointerdown', (event) => {
      byTouch = event.pointerType === 'touch';
    });
    term.addEventListener('focus', () => show(term));
    term.addEventListener('blur', closeSoon);
    term.addEventListener('click', (event) => {
      if (!byTouch) return;
      event.preventDefault();
      show(term);
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  document.addEventListener('scroll', follow, { passive: true });
  document.addEventListener('pointerdown', (event) => {
    const inside = event.target instanceof Element && event.target.closest('a.term, .term-note');
    if (!inside) close();
  });
}
