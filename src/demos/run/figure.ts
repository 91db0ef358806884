/** What a figure's number says of its element: its id for links, and the level of its headings. */

/** `2.1` → `figure-2-1`. */
export const figureId = (figure: string): string => `figure-${figure.replaceAll('.', '-')}`;

/** Of the title of a figure's panel: figures of chapters stand in sections, those of laboratories and of the home page below the page's title. */
export const headingLevel = (figure: string): 2 | 3 => (/^[L0]\./.test(figure) ? 2 : 3);
