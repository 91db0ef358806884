/** Where on a page the reader is. */

/** The id of the heading that the reader is under, or `''` above the first one. */
export function currentSection(): string {
  const headings = [
    ...document.querySelectorAll<HTMLElement>('.sl-markdown-content :is(h2, h3, h4)[id]'),
  ];
  const line = innerHeight / 3;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
  return passed.at(-1)?.id ?? '';
}
