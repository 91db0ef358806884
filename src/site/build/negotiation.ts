/** What a browser says it accepts and already has (RFC 9110, sections 12.5.3 and 13.1.2). */

export type Encoding = 'br' | 'gzip';

/**
 * The encoding to send for an `Accept-Encoding`, or undefined for the file as it is: Brotli unless gzip
 * is wanted more; nothing that has the weight 0; `*` stands for what is not named.
 */
export function acceptedEncoding(header: string | string[] | undefined): Encoding | undefined {
  const weights = new Map<string, number>();
  for (const part of [header ?? []].flat().join(',').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    if (name === '') continue;
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const value = weight === undefined ? 1 : Number(weight);
    weights.set(name === 'x-gzip' ? 'gzip' : name, value >= 0 && value <= 1 ? value : 0);
  }
  const rest = weights.get('*') ?? 0;
  const brotli = weights.get('br') ?? rest;
  const gzip = weights.get('gzip') ?? rest;
  if (brotli === 0 && gzip === 0) return undefined;
  const best = brotli >= gzip ? 'br' : 'gzip';
  // Whoever names the plain file and likes it better gets it.
  return (weights.get('identity') ?? 0) > Math.max(brotli, gzip) ? undefined : best;
}

/** Whether `If-None-Match` has the tag, in the weak comparison: a list, `W/` before either, or `*`. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header?.trim() === '*') return true;
  const opaque = (tag: string): string => tag.replace(/^W\//, '');
  const tags = header?.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => opaque(tag) === opaque(etag));
}
