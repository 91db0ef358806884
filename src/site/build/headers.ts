/**
 * The HTTP headers of the site, in one place: `npm run serve` reads them and the build writes them
 * to `dist/_headers`, which Netlify and Cloudflare Pages understand.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Headers for the addresses that match `path`: exact, or a prefix when it ends with `*`. */
export interface HeaderRule {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const inlineScript = /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/gi;
const dataBlock = /\stype=(["']?)(?:application\/(?:ld\+)?json|speculationrules)\1/i;

/** The `'sha256-…'` sources of the inline scripts of an HTML text that a browser would run. */
export function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(inlineScript)]
    .filter((match) => !dataBlock.test(match[1] ?? ''))
    .map((match) => {
      const digest = createHash('sha256').update(match[2] ?? '', 'utf8');
      return `'sha256-${digest.digest('base64')}'`;
    });
}

function policy(scripts: readonly string[]): string {
  return [
    "default-src 'self'",
    `script-src ${["'self'", "'wasm-unsafe-eval'", ...scripts].join(' ')}`,
    // KaTeX and the charts position things with style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    // `default-src` covers neither of these.
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/** What every answer carries; the first two make the page cross-origin isolated. */
const common = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  // Nothing of this is used, so that a script that got in could not use it either.
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
};

/** Closed to other sites, with a policy that names these inline scripts. */
const closed = (scripts: readonly string[]) => ({
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': policy(scripts),
});

/**
 * What depends on the class of a file, given the inline scripts of the pages. Hosts add up the rules
 * that match an address, and a second policy can only make the first one stricter: so a header stands
 * either in `common` or here, and every file is of one class.
 */
const classes = {
  /** Pages, and what is published under the same folder. */
  page: closed,
  /** What pages ask for or readers save. A worker runs under the policy of its own file. */
  asset: () => closed([]),
  /** The names of these files change with their content. */
  hashed: () => ({ ...closed([]), 'Cache-Control': 'public, max-age=31536000, immutable' }),
};

type Class = keyof typeof classes;

/**
 * The rules for a built site, given its files (paths within it) and the texts of those that are HTML:
 * one for everything, and one for each folder or file at the top. No address gets a header twice.
 */
export function headerRules(files: ReadonlyMap<string, string>): HeaderRule[] {
  const hashes = new Set<string>();
  const found = new Map<string, Class>([['/', 'page']]);
  for (const [file, text] of files) {
    inlineScriptHashes(text).forEach((hash) => hashes.add(hash));
    const [top = '', ...below] = file.split('/');
    const path = below.length > 0 ? `/${top}/*` : `/${top}`;
    if (file.endsWith('.html')) found.set(path, 'page');
    else if (!found.has(path)) found.set(path, top === '_astro' ? 'hashed' : 'asset');
  }
  const scripts = [...hashes].sort();
  const rules = [...found]
    .sort()
    .map(([path, name]) => ({ path, headers: classes[name](scripts) }));
  return [{ path: '/*', headers: common }, ...rules];
}

/** Whether a rule is for the address. */
export const matches = ({ path: pattern }: HeaderRule, path: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;

/** The headers of one address. */
export function headersFor(rules: readonly HeaderRule[], path: string): Record<string, string> {
  const matching = rules.filter((rule) => matches(rule, path)).map((rule) => rule.headers);
  return Object.assign({}, ...matching) as Record<string, string>;
}

/** The `_headers` file. */
export function formatHeaders(rules: readonly HeaderRule[]): string {
  const blocks = rules.map(({ path, headers }) => {
    const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
    return [path, ...lines].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

/** Reads `_headers` back. */
export function parseHeaders(text: string): HeaderRule[] {
  const rules: { path: string; headers: Record<string, string> }[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('/')) rules.push({ path: line.trim(), headers: {} });
    const header = /^\s+([A-Za-z-]+):\s*(.*)$/.exec(line);
    const rule = rules.at(-1);
    if (header?.[1] !== undefined && rule !== undefined) rule.headers[header[1]] = header[2] ?? '';
  }
  return rules;
}

/** Writes `_headers` into a built site. */
export function writeHeadersFile(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '_headers')
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file): [string, string] => [
      relative(folder, file).replaceAll(sep, '/'),
      file.endsWith('.html') ? readFileSync(file, 'utf8') : '',
    ]);
  writeFileSync(join(folder, '_headers'), formatHeaders(headerRules(new Map(files))));
}
