/**
 * The list of pages in a low window, as on a phone held sideways: it opens over the text, as on a
 * narrow one, instead of standing beside it (`styles/site.css`).
 */
const wide = matchMedia('(min-width: 50em)');
const low = matchMedia('(max-height: 30em)');

export function foldSidebar(): void {
  const pane = document.querySelector<HTMLElement>('#starlight__sidebar');
  if (pane === null) return;
  const fold = (): void => {
    pane.popover = wide.matches && !low.matches ? null : 'auto';
  };
  // After Starlight's own, which knows of the width alone.
  for (const one of [wide, low]) one.addEventListener('change', () => queueMicrotask(fold));
  void customElements.whenDefined('sl-sidebar-pane').then(fold);
}
