/** The server behind `npm start`. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeHeadersFile } from '../../../src/site/build/headers.ts';
import { acceptedEncoding, matchesEtag } from '../../../src/site/build/negotiation.ts';
import { createStaticServer } from '../../../src/site/build/static-server.ts';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<{ readFile: typeof readFile }>();
  return { ...real, readFile: vi.fn(real.readFile) };
});

describe.each([
  [undefined, undefined],
  ['', undefined],
  ['gzip, deflate, br', 'br'],
  ['BR', 'br'],
  ['*', 'br'],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['x-br', undefined],
  ['br;q=0', undefined],
  ['br;q=0, gzip', 'gzip'],
  ['br; q=0.1, gzip; q=0.9', 'gzip'],
  ['*;q=0', undefined],
  ['gzip;q=0, *', 'br'],
  ['identity, br;q=0.5', undefined],
  ['br;q=nonsense', undefined],
])('Accept-Encoding: %s', (header, encoding) => {
  it(`is answered with ${encoding ?? 'the file as it is'}`, () => {
    expect(acceptedEncoding(header)).toBe(encoding);
  });
});

it('compares tags weakly, in lists and with a star', () => {
  for (const header of ['W/"a"', '"a"', '"x", W/"a"', '*', ' * ', '"x","a"']) {
    expect(matchesEtag(header, 'W/"a"'), header).toBe(true);
  }
  for (const header of [undefined, '', '"b"', 'W/"ab"', 'a']) {
    expect(matchesEtag(header, 'W/"a"'), header).toBe(false);
  }
});

describe('the server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handbook-dist-'));
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    mkdirSync(join(folder, 'en'));
    mkdirSync(join(folder, '_astro'));
    writeFileSync(join(folder, 'index.html'), `<!doctype html>${'长'.repeat(2000)}`);
    writeFileSync(join(folder, 'en/index.html'), 'English');
    writeFileSync(join(folder, '404.html'), 'nothing here');
    writeFileSync(join(folder, 'en/404.html'), 'nothing in English');
    writeFileSync(join(folder, 'burst.txt'), 'text '.repeat(1000));
    writeFileSync(join(folder, '.secret'), 'secret');
    const outside = mkdtempSync(join(tmpdir(), 'handbook-outside-'));
    writeFileSync(join(outside, 'private.txt'), 'private');
    symlinkSync(join(outside, 'private.txt'), join(folder, 'link.txt'));
    symlinkSync(outside, join(folder, 'linked'));
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    writeFileSync(join(folder, '_astro/a.wasm'), 'wasm');
    writeHeadersFile(folder);
    server = createStaticServer(folder);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address === 'object' && address !== null) port = address.port;
  });

  afterAll(() => server.close());

  function get(
    path: string,
    method = 'GET',
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      call.on('error', reject);
      call.end();
    });
  }

  it('serves pages with the policy, compressed when asked', async () => {
    const plain = await get('/');
    expect(plain.status).toBe(200);
    expect(plain.headers['content-security-policy']).toContain("default-src 'self'");
    expect(plain.headers['content-type']).toBe('text/html; charset=utf-8');
    const brotli = await get('/', 'GET', { 'Accept-Encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    const gzip = await get('/', 'GET', { 'Accept-Encoding': 'gzip' });
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  });

  it('knows WASM, keeps hashed files for good, revalidates the rest', async () => {
    const wasm = await get('/_astro/a.wasm');
    expect(wasm.headers['content-type']).toBe('application/wasm');
    expect(wasm.headers['cache-control']).toContain('immutable');
    const page = await get('/en/');
    expect(page.headers['cache-control']).toBe('no-cache');
    const again = await get('/en/', 'GET', { 'If-None-Match': String(page.headers.etag) });
    expect(again.status).toBe(304);
  });

  it('answers HEAD without a body, refuses other methods, adds the final slash', async () => {
    const head = await get('/en/', 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect((await get('/', 'POST')).status).toBe(405);
    const slash = await get('/en?task=names');
    expect([slash.status, slash.headers.location]).toEqual([301, '/en/?task=names']);
  });

  it('shows the 404 page and never leaves its folder', async () => {
    const missing = await get('/nowhere/');
    expect([missing.status, missing.body.toString()]).toEqual([404, 'nothing here']);
    expect(missing.headers['content-security-policy']).toBeDefined();
    expect((await get('/en/nowhere/')).body.toString()).toBe('nothing in English');
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/%00']) {
      expect((await get(path)).status).toBe(400);
    }
    expect((await get('/_headers')).status).toBe(404);
  });

  it('answers neither links out of the folder, nor dotfiles, nor paths that are too long', async () => {
    const long = `/${'a'.repeat(300)}/`;
    const deep = '/a'.repeat(3000);
    for (const path of ['/link.txt', '/linked/private.txt', '/.secret', '/loop', long, deep]) {
      const answer = await get(path);
      expect(answer.status, path.slice(0, 40)).toBe(404);
      expect(answer.headers['content-security-policy']).toBeDefined();
    }
  });

  it('redirects to no other host', async () => {
    for (const path of ['//en', '///en', '/%2fen', '/en//']) {
      const answer = await get(path);
      expect(answer.headers.location, path).toBeUndefined();
      expect([400, 404], path).toContain(answer.status);
    }
  });

  it('sends its security headers with every refusal', async () => {
    for (const answer of [await get('/', 'POST'), await get('/%'), await get('/no')]) {
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
    }
  });

  it('has one weak tag for a page however it is compressed', async () => {
    const tags = new Set<unknown>();
    for (const encoding of ['br', 'gzip', 'identity']) {
      tags.add((await get('/', 'GET', { 'Accept-Encoding': encoding })).headers.etag);
    }
    expect(tags.size).toBe(1);
    const [tag] = tags;
    expect(tag).toMatch(/^W\//);
    const list = { 'If-None-Match': `"other", ${String(tag)}` };
    expect((await get('/', 'GET', list)).status).toBe(304);
  });

  it('answers a question that is too long with the right status and its headers', async () => {
    const head = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`GET /?${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
      });
      let text = '';
      socket.on('data', (part: Buffer) => (text += part.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(head).toMatch(/^HTTP\/1\.1 431 /);
    expect(head).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/);
  });

  it('answers as before after a burst over the limit of open files', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const tooMany = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
    const headers = { 'Accept-Encoding': 'br' };
    vi.mocked(readFile).mockRejectedValueOnce(tooMany).mockRejectedValueOnce(tooMany);
    const during = [await get('/burst.txt', 'GET', headers), await get('/burst.txt')];
    for (const answer of during) {
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBe('1');
    }
    expect(silent).toHaveBeenCalledTimes(2);
    silent.mockRestore();
    const after = await get('/burst.txt', 'GET', headers);
    expect(after.status).toBe(200);
    expect(brotliDecompressSync(after.body).toString()).toBe('text '.repeat(1000));
  });

  it('says what to do when there is no built site', () => {
    expect(() => createStaticServer(join(folder, 'none'))).toThrow(/npm run build/);
  });
});
