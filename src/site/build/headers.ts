/**
 * The HTTP headers of the site, in one place: `npm run serve` reads them and the build writes them
 * to `dist/_headers`, which Netlify and Cloudflare Pages understand.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  // Nothing of this is used, so that a script that got in could not use it either.
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
};

/** The rules for a built site, given the texts of its HTML files. No two set the same header. */
export function headerRules(pages: Iterable<string>): HeaderRule[] {
  const hashes = new Set<string>();
  for (const page of pages) inlineScriptHashes(page).forEach((hash) => hashes.add(hash));
  return [
    {
      path: '/*',
      headers: { ...common, 'Content-Security-Policy': policy([...hashes].sort()) },
    },
    // The names of these files change with their content.
    { path: '/_astro/*', headers: { 'Cache-Control': 'public, max-age=31536000, immutable' } },
  ];
}

/** The headers of one address. */
export function headersFor(rules: readonly HeaderRule[], path: string): Record<string, string> {
  const matching = rules.filter((rule) =>
    rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path,
  );
  return Object.assign({}, ...matching.map((rule) => rule.headers)) as Record<string, string>;
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
  const pages = globSync('**/*.html', { cwd: folder }).map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  writeFileSync(join(folder, '_headers'), formatHeaders(headerRules(pages)));
}
