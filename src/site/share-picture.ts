/** Where the picture of a page lies that messengers show beside a link to it. */
import type { Language } from '../language.ts';

/** 1200 × 630 pixels; drawn by `npm run share-pictures`. */
export function sharePicture(slug: string, language: Language): string {
  return `/share/${language}/${slug.replaceAll('/', '-')}.png`;
}
