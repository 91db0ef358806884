/**
 * A small static file server for the built site: the headers of `_headers`, compression, 404 pages.
 * Our own, because `sirv` 3.0.2 ends the process when there are too many open files, compresses for
 * `br;q=0` and follows links out of the folder.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { acceptedEncoding, matchesEtag, type Encoding } from './negotiation.ts';
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
  let root: string;
  let rules: HeaderRule[];
  try {
    root = realpathSync(folder);
    rules = parseHeaders(readFileSync(join(root, '_headers'), 'utf8'));
  } catch {
    throw new Error(`There is no built site in ${folder}. Run \`npm run build\` first.`);
  }
  const server = createServer((request, response) => {
    void answer(root, rules, request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      // Most often too many open files at once: the next request may fare better.
      else finish(response, 503, { ...headersFor(rules, '/'), 'Retry-After': '1' });
    });
  });
  // What Node refuses before there is a request: a head of more than 16 KB, or no HTTP at all.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    const headers = { ...headersFor(rules, '/'), Connection: 'close', 'Content-Length': '0' };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`);
  });
  return server;
}

async function answer(
  root: string,
  rules: readonly HeaderRule[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    finish(response, 405, { ...headersFor(rules, '/'), Allow: 'GET, HEAD' });
    return;
  }
  const [rawPath = '/', query] = (request.url ?? '/').split('?', 2);
  const path = decodePath(rawPath);
  if (path === undefined) {
    finish(response, 400, headersFor(rules, '/'));
    return;
  }
  const headers = headersFor(rules, path);
  const found = find(root, path.endsWith('/') ? `${path}index.html` : path);
  if (found !== undefined) {
    await send(found, 200, headers, request, response);
  } else if (!path.endsWith('/') && find(root, `${path}/index.html`) !== undefined) {
    const target = `${rawPath}/${query === undefined ? '' : `?${query}`}`;
    finish(response, 301, { ...headers, Location: target });
  } else {
    const own = path.startsWith('/en/') ? find(root, '/en/404.html') : undefined;
    const missing = own ?? find(root, '/404.html');
    if (missing === undefined) finish(response, 404, headers);
    else await send(missing, 404, headersFor(rules, '/404.html'), request, response);
  }
}

/** An answer without a body. */
function finish(response: ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, { ...headers, 'Content-Length': '0' }).end();
}

/** The decoded path, or undefined when it is malformed, leads out of the site or to another host. */
function decodePath(raw: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return undefined;
  }
  if (!path.startsWith('/') || /[\0\\]|\/\//.test(path)) return undefined;
  return path.split('/').includes('..') ? undefined : path;
}

/**
 * The file at a path of the site. Not what begins with a dot, nor the headers file, which is for the
 * host and not for readers, nor what a link leads out of the folder to.
 */
function find(root: string, path: string): Found | undefined {
  if (/\/\./.test(path) || path === '/_headers') return undefined;
  try {
    const file = realpathSync(join(root, path));
    if (!file.startsWith(root + sep)) return undefined;
    const stats = statSync(file);
    return stats.isFile() ? { file, size: stats.size, modified: stats.mtime } : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES'].includes(code ?? '')) {
      return undefined;
    }
    throw error;
  }
}

async function send(
  { file, size, modified }: Found,
  status: number,
  extra: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const type = types[extname(file)] ?? 'application/octet-stream';
  // Weak: the same file compressed in another way is not the same bytes.
  const etag = `W/"${size.toString(36)}-${modified.getTime().toString(36)}"`;
  const headers: Record<string, string> = {
    'Cache-Control': 'no-cache',
    ...extra,
    'Content-Type': type,
    'Last-Modified': modified.toUTCString(),
    ETag: etag,
    Vary: 'Accept-Encoding',
  };
  if (status === 200 && matchesEtag(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const encoding =
    compressible.test(type) && size > 1024
      ? acceptedEncoding(request.headers['accept-encoding'])
      : undefined;
  const body = await bodyOf(file, etag, encoding);
  if (encoding !== undefined) headers['Content-Encoding'] = encoding;
  headers['Content-Length'] = String(body.length);
  response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
}

/** What was compressed once, by file, state and encoding. */
const bodies = new Map<string, Promise<Buffer>>();
const compress = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
} as const;

/**
 * A file in one piece, as a host that compresses in advance sends it: the browser paints it at once.
 * Only what succeeded is kept.
 */
function bodyOf(file: string, etag: string, encoding: Encoding | undefined): Promise<Buffer> {
  if (encoding === undefined) return readFile(file);
  const key = `${encoding} ${etag} ${file}`;
  const known = bodies.get(key);
  if (known !== undefined) return known;
  const body = readFile(file).then(compress[encoding]);
  bodies.set(key, body);
  body.catch(() => bodies.delete(key));
  return body;
}
