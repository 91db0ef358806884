/**
 * Which entry of the table of contents the reader is at. Takes the place of Starlight's own script,
 * which observes every element below a heading (24,000 in a long chapter, twice); the sections of
 * the text (`markdown/sections.ts`) are enough.
 */

/** Both tables of contents, the one beside the text and the one above it, are of this class. */
export class StarlightTOC extends HTMLElement {
  #current = this.querySelector('a[aria-current="true"]');
  /** The sections that cross the line below the page's bars. */
  readonly #crossing = new Set<Element>();
  #observer: IntersectionObserver | undefined;

  connectedCallback(): void {
    // Called after a layout, so that measuring the bars costs none.
    new ResizeObserver(() => this.#observe()).observe(document.querySelector('header')!);
    addEventListener('resize', () => this.#observe());
  }

  set current(link: HTMLAnchorElement) {
    if (link === this.#current) return;
    this.#current?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    this.#current = link;
  }

  #observe(): void {
    this.#observer?.disconnect();
    this.#crossing.clear();
    const bars = document.querySelector('header')!.offsetHeight;
    const own = this.querySelector('summary')?.offsetHeight ?? 0;
    const line = bars + own + 32;
    const below = line + 24 - document.documentElement.clientHeight;
    this.#observer = new IntersectionObserver((entries) => this.#update(entries), {
      rootMargin: `-${line}px 0% ${below}px`,
    });
    for (const part of document.querySelectorAll('main .content-panel, main section')) {
      this.#observer.observe(part);
    }
  }

  #update(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#crossing.add(target);
      else this.#crossing.delete(target);
    }
    // The innermost section comes last; above the first one the page's title is meant.
    const links = [...this.querySelectorAll('a')];
    const inOrder = [...this.#crossing].sort((a, b) =>
      a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1,
    );
    for (const part of inOrder) {
      const heading = part.querySelector(':scope > :is(h1, h2, h3), :scope > * > :is(h1, h2, h3)');
      const link = links.find(
        ({ hash }) => hash === `#${encodeURIComponent(heading?.id ?? '_top')}`,
      );
      if (link !== undefined) {
        this.current = link;
        return;
      }
    }
  }
}

customElements.define('starlight-toc', StarlightTOC);
