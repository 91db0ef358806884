/** The headers of the site and the server that sends them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  formatHeaders,
  headerRules,
  headersFor,
  inlineScriptHashes,
  parseHeaders,
  writeHeadersFile,
} from '../../../src/site/build/headers.ts';
import { createStaticServer } from '../../../src/site/build/static-server.ts';

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
    const rules = headerRules(['<script>alert(1)</script>']);
    const page = headersFor(rules, '/02-algorithms/');
    expect(page['Content-Security-Policy']).toMatch(
      /script-src 'self' 'wasm-unsafe-eval' 'sha256-/,
    );
    expect(page['Content-Security-Policy']).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(page['Cross-Origin-Embedder-Policy']).toBe('require-corp');
    const worker = headersFor(rules, '/_astro/worker-x.js');
    expect(worker['Content-Security-Policy']).toBe(page['Content-Security-Policy']);
    expect(worker['Content-Security-Policy']).not.toContain('blob:');
    expect(worker['Cache-Control']).toContain('immutable');
    expect(worker['Cross-Origin-Embedder-Policy']).toBe('require-corp');
  });

  it('reads back what it writes', () => {
    const rules = headerRules(['<script>1</script>']);
    expect(parseHeaders(formatHeaders(rules))).toEqual(rules);
  });
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
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/%00']) {
      expect((await get(path)).status).toBe(400);
    }
    expect((await get('/_headers')).status).toBe(404);
  });

  it('says what to do when there is no built site', () => {
    expect(() => createStaticServer(join(folder, 'none'))).toThrow(/npm run build/);
  });
});
