/** A small static file server for the built site: the headers of `_headers`, compression, a 404 page. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { headersFor, parseHeaders, type HeaderRule } from './headers.ts';

const types: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.bib': 'text/plain; charset=utf-8',
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};
const compressible = /^(?:text\/|image\/svg|application\/(?:json|xml|wasm|octet-stream))/;

interface Found {
  readonly file: string;
  readonly size: number;
  readonly modified: Date;
}

/** A server of `folder`, a built site, not yet listening. Throws when the folder is not one. */
export function createStaticServer(folder: string): Server {
  let rules: HeaderRule[];
  try {
    rules = parseHeaders(readFileSync(join(folder, '_headers'), 'utf8'));
  } catch {
    throw new Error(`There is no built site in ${folder}. Run \`npm run build\` first.`);
  }
  return createServer((request, response) => {
    try {
      answer(folder, rules, request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
}

function answer(
  folder: string,
  rules: readonly HeaderRule[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const [rawPath = '/', query] = (request.url ?? '/').split('?', 2);
  const path = decodePath(rawPath);
  if (path === undefined) {
    response.writeHead(400, headersFor(rules, '/')).end();
    return;
  }
  if (!path.endsWith('/') && isFolder(join(folder, path))) {
    const target = `${rawPath}/${query === undefined ? '' : `?${query}`}`;
    response.writeHead(301, { ...headersFor(rules, path), Location: target }).end();
    return;
  }
  const found = find(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  // The headers file is for the host, not for readers.
  if (found !== undefined && path !== '/_headers') {
    send(found, 200, headersFor(rules, path), request, response);
    return;
  }
  const missing = find(join(folder, '404.html'));
  if (missing === undefined) response.writeHead(404, headersFor(rules, path)).end();
  else send(missing, 404, headersFor(rules, '/404.html'), request, response);
}

/** The decoded path, or undefined when it is malformed or leads out of the site. */
function decodePath(raw: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return undefined;
  }
  if (!path.startsWith('/') || path.includes('\0') || path.includes('\\')) return undefined;
  if (path.split('/').includes('..')) return undefined;
  return normalize(path).split(sep).join('/');
}

function find(file: string): Found | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? { file, size: stats.size, modified: stats.mtime } : undefined;
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function send(
  { file, size, modified }: Found,
  status: number,
  extra: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const type = types[extname(file)] ?? 'application/octet-stream';
  const etag = `"${size.toString(36)}-${modified.getTime().toString(36)}"`;
  const headers: Record<string, string> = {
    'Cache-Control': 'no-cache',
    ...extra,
    'Content-Type': type,
    'Last-Modified': modified.toUTCString(),
    ETag: etag,
    Vary: 'Accept-Encoding',
  };
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const encoding = compressible.test(type) && size > 1024 ? encodingFor(request) : undefined;
  const isHead = request.method === 'HEAD';
  if (encoding !== undefined) {
    headers['Content-Encoding'] = encoding;
    void compressed(file, etag, encoding).then(
      (body) => {
        headers['Content-Length'] = String(body.length);
        response.writeHead(status, headers).end(isHead ? undefined : body);
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
    return;
  }
  headers['Content-Length'] = String(size);
  response.writeHead(status, headers);
  if (isHead) response.end();
  else pipeline(createReadStream(file), response, () => undefined);
}

/** What was compressed once, by file, state and encoding. */
const bodies = new Map<string, Promise<Buffer>>();
const compress = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
} as const;

/** A file in one piece, as a host that compresses in advance sends it: the browser paints it at once. */
function compressed(file: string, etag: string, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const key = `${encoding} ${etag} ${file}`;
  const known = bodies.get(key) ?? readFile(file).then(compress[encoding]);
  bodies.set(key, known);
  return known;
}

function encodingFor(request: IncomingMessage): 'br' | 'gzip' | undefined {
  const accepted = request.headers['accept-encoding']?.toString() ?? '';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}
