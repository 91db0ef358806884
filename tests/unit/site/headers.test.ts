/** The headers of the site: what they allow, and how Mozilla's Observatory would mark them. */
import { describe, expect, it } from 'vitest';
import {
  formatHeaders,
  headerRules,
  headersFor,
  inlineScriptHashes,
  matches,
  parseHeaders,
} from '../../../src/site/build/headers.ts';

const site = (script = 'alert(1)') =>
  new Map([
    ['index.html', `<script>${script}</script>`],
    ['404.html', ''],
    ['02-algorithms/index.html', `<script>${script}</script>`],
    ['02-algorithms.md', ''],
    ['en/index.html', ''],
    ['en/lab.md', ''],
    ['_astro/worker-x.js', ''],
    ['data/names.txt', ''],
    ['robots.txt', ''],
  ]);

describe('headers', () => {
  it('hashes inline scripts and nothing else', () => {
    const html =
      '<script>alert(1)</script><script src="/a.js"></script><script type="application/json">{}</script>';
    // echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
    expect(inlineScriptHashes(html)).toEqual([
      "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",
    ]);
  });

  it('allows no inline script by a keyword, no script from a blob, and isolates', () => {
    const rules = headerRules(site());
    const page = headersFor(rules, '/02-algorithms/');
    expect(page['Content-Security-Policy']).toMatch(
      /script-src 'self' 'wasm-unsafe-eval' 'sha256-/,
    );
    expect(page['Content-Security-Policy']).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(page['Cross-Origin-Embedder-Policy']).toBe('require-corp');
    const worker = headersFor(rules, '/_astro/worker-x.js');
    expect(worker['Content-Security-Policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(worker['Content-Security-Policy']).not.toContain('blob:');
    expect(worker['Cache-Control']).toContain('immutable');
    expect(worker['Cross-Origin-Embedder-Policy']).toBe('require-corp');
  });

  it('puts every file into one class, whose headers no other rule sets', () => {
    const rules = headerRules(site());
    for (const file of site().keys()) {
      const matching = rules.filter((rule) => matches(rule, `/${file}`));
      const names = matching.flatMap(({ headers }) => Object.keys(headers));
      expect(
        matching.map(({ path }) => path),
        file,
      ).toEqual(['/*', expect.any(String)]);
      expect(new Set(names).size, file).toBe(names.length);
    }
    expect(rules.filter((rule) => matches(rule, '/')).map(({ path }) => path)).toEqual(['/*', '/']);
  });

  it('gives every address the same isolation, and only pages the scripts of pages', () => {
    const rules = headerRules(site());
    const { 'Content-Security-Policy': front, ...isolation } = headersFor(rules, '/');
    for (const path of ['/index.html', '/404.html', '/02-algorithms/', '/en/', '/en/lab.md']) {
      expect(headersFor(rules, path), path).toEqual(headersFor(rules, '/'));
    }
    for (const path of ['/robots.txt', '/data/names.txt', '/02-algorithms.md']) {
      const { 'Content-Security-Policy': policy, ...rest } = headersFor(rules, path);
      expect(rest, path).toEqual(isolation);
      expect(policy, path).toBe(front?.replace(/ 'sha256-[^']*'/g, ''));
    }
  });

  it('reads back what it writes', () => {
    const rules = headerRules(site());
    expect(parseHeaders(formatHeaders(rules))).toEqual(rules);
  });
});

const directives = (policy: string): Map<string, string[]> =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

/**
 * The marks of the HTTP Observatory (github.com/mdn/mdn-http-observatory, src/grader/charts.js): 100 to
 * begin with; what is missing costs; 90 and more without extra points get those too; A+ from 100. The
 * site has no cookies and loads all scripts from its own host, which cost and bring nothing.
 */
function observatory(headers: Record<string, string>, hasHsts: boolean): number {
  const policy = directives(headers['Content-Security-Policy'] ?? '');
  const scripts = policy.get('script-src') ?? [];
  const broad = /unsafe-inline|'unsafe-eval'|^https?:|^data:|\*/;
  const closed = ['default-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors'];
  const marks = [
    // Unsafe sources in style-src only: 0; in script-src: -20.
    scripts.some((source) => broad.test(source)) ? -20 : 0,
    closed.every((name) => /^'(?:self|none)'$/.test(policy.get(name)?.join(' ') ?? '')) ? 0 : -20,
    headers['X-Content-Type-Options'] === 'nosniff' ? 0 : -5,
    // Strict-Transport-Security for at least six months: 0; none: -20.
    hasHsts ? 0 : -20,
  ];
  const extra = [
    /^(?:no-referrer|same-origin|strict-origin(?:-when-cross-origin)?)$/.test(
      headers['Referrer-Policy'] ?? '',
    )
      ? 5
      : 0,
    policy.has('frame-ancestors') ? 5 : 0,
    headers['Cross-Origin-Resource-Policy'] === 'same-origin' ? 10 : 0,
  ];
  const sum = (points: readonly number[]): number => points.reduce((a, b) => a + b, 0);
  const base = 100 + sum(marks);
  return base >= 90 ? base + sum(extra) : base;
}

describe('the Observatory', () => {
  const headers = headersFor(headerRules(site()), '/');

  it('would give A+ behind HTTPS with HSTS, as the README advises', () => {
    expect(observatory(headers, true)).toBe(120);
  });

  it('would give less for anything that is missing', () => {
    expect(observatory(headers, false)).toBe(80);
    for (const name of [
      'X-Content-Type-Options',
      'Referrer-Policy',
      'Cross-Origin-Resource-Policy',
      'Content-Security-Policy',
    ]) {
      const without = Object.entries(headers).filter(([one]) => one !== name);
      expect(observatory(Object.fromEntries(without), true), name).toBeLessThan(120);
    }
  });
});

it('lets no form out, no base in, and no sensor or device be used', () => {
  const headers = headersFor(headerRules(new Map()), '/');
  const policy = directives(headers['Content-Security-Policy'] ?? '');
  expect(policy.get('form-action')).toEqual(["'none'"]);
  expect(policy.get('base-uri')).toEqual(["'none'"]);
  for (const feature of (headers['Permissions-Policy'] ?? '').split(', ')) {
    expect(feature).toMatch(/^[a-z-]+=\(\)$/);
  }
  expect(headers['Permissions-Policy']).toContain('camera=()');
  expect(headers['Permissions-Policy']).not.toContain('clipboard-write');
});

it('asks for HTTPS nowhere, because the server of `npm start` has none', () => {
  const headers = headersFor(headerRules(new Map()), '/');
  expect(Object.keys(headers)).not.toContain('Strict-Transport-Security');
  expect(headers['Content-Security-Policy']).not.toContain('upgrade-insecure-requests');
});
