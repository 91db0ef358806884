/** The headers of the built site, as a host reads them from `_headers`. */
import { expect, test } from 'vitest';
import { headersFor, matches, parseHeaders } from '../../src/site/build/headers.ts';
import { files, textAt } from './site.ts';

const rules = parseHeaders(textAt('/_headers'));
const served = [...files].filter((file) => file !== '/_headers');
/** The addresses at which hosts answer with a file. */
const addresses = served.flatMap((file) =>
  file.endsWith('/index.html') ? [file, file.slice(0, -'index.html'.length)] : [file],
);

test('every address has the rule for all and one of its class, and no header twice', () => {
  expect(addresses.length).toBeGreaterThan(1000);
  for (const address of addresses) {
    const own = rules.filter((rule) => matches(rule, address));
    expect(
      own.filter(({ path }) => path === '/*'),
      address,
    ).toHaveLength(1);
    expect(own, address).toHaveLength(2);
    const names = own.flatMap(({ headers }) => Object.keys(headers));
    expect(names, address).toEqual([...new Set(names)]);
  }
});

test('every address is isolated and has a policy; what is named by its hash may be kept', () => {
  for (const address of addresses) {
    const headers = headersFor(rules, address);
    expect(headers['Cross-Origin-Opener-Policy'], address).toBe('same-origin');
    expect(headers['Cross-Origin-Embedder-Policy'], address).toBe('require-corp');
    expect(headers['Content-Security-Policy'], address).toContain("default-src 'self'");
    const isHashed = address.startsWith('/_astro/');
    expect(/immutable/.test(headers['Cache-Control'] ?? ''), address).toBe(isHashed);
  }
});
