/** The id of a figure's element, for links. */

/** `2.1` → `figure-2-1`. */
export const figureId = (figure: string): string => `figure-${figure.replaceAll('.', '-')}`;
