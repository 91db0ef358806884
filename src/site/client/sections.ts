/** Where on a page the reader is. */

/**
 * The id of the heading that the reader is under, or `''` above the first one. A place that the
 * address names goes first while it is being held (`landing.ts` says so in the page) or in view: it
 * may still be on its way up.
 */
export function currentSection(): string {
  const { held } = document.documentElement.dataset;
  if (held !== undefined) return held;
  const named = document.getElementById(location.hash.slice(1));
  const top = named?.getBoundingClientRect().top ?? -1;
  if (named !== null && top >= 0 && top < innerHeight) return named.id;
  const headings = [
    ...document.querySelectorAll<HTMLElement>('.sl-markdown-content :is(h2, h3, h4)[id]'),
  ];
  const line = innerHeight / 3;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
  return passed.at(-1)?.id ?? '';
}
