/**
 * The address that the site will have, from the variable SITE_URL: what the sitemap, canonical links
 * and shared pictures need. Without it they point to the server of `npm start`.
 */

export const localAddress = 'http://localhost:4321';

/** @throws Error with one sentence when the variable is no address of a host's root */
export function siteAddress(value: string | undefined): string {
  if (value === undefined || value === '') return localAddress;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Error(`SITE_URL is “${value}”; it has to be an address such as https://example.org.`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Error(`SITE_URL is “${value}”; the site has to sit at the root of its host.`);
  }
  return url.origin;
}
