/** Runs in a page of any browser: what links to its places lead to. */

/**
 * Follows a link to every place on the page, from the far end of it and back, so that each lies in a
 * section that is not laid out yet. Refers to nothing outside itself.
 * @returns the ids of the places that did not come into view
 */
export async function missedAnchors(): Promise<string[]> {
  const places = [
    ...document.querySelectorAll<HTMLElement>(
      '.sl-markdown-content :is(h2, h3, h4, li, figure, a, [id^="exhibit-"])[id]',
    ),
  ].filter((place) => place.closest('details:not([open])') === null);
  const link = document.createElement('a');
  document.body.append(link);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isInView = (place: HTMLElement): boolean => {
    const { top } = place.getBoundingClientRect();
    return top >= -1 && top < innerHeight;
  };
  const missed: string[] = [];
  while (places.length > 0) {
    const place = (places.length % 2 === 0 ? places.shift() : places.pop())!;
    link.href = `#${place.id}`;
    link.click();
    for (let frames = 0; frames < 30 && !isInView(place); frames++) await frame();
    if (!isInView(place)) missed.push(place.id);
  }
  link.remove();
  return missed;
}
