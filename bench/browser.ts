/** Builds the bench's pages, serves them with and without isolation, and asks them in Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { build } from 'vite';
import { chromiumArguments, findChromium } from '../tools/chromium.ts';
import { createStaticServer } from '../src/site/build/static-server.ts';
import { noWasmPool } from '../src/site/vite/no-wasm-pool.ts';
import { wideFlag } from './contestants.ts';
import type { AnswerTo, FindAnswer, Request } from './page/protocol.ts';

const pages = ['ours', 'others'] as const;
const root = join(import.meta.dirname, 'page');

/**
 * Our page is built as the site is. The others' keeps TensorFlow.js's own threads, which start from
 * the source text of its glue: minified, that text refers to names that are not there.
 */
async function buildPages(folder: string): Promise<void> {
  for (const name of pages) {
    await build({
      configFile: false,
      root,
      base: './',
      logLevel: 'error',
      worker: { format: 'es', plugins: () => (name === 'ours' ? [noWasmPool()] : []) },
      build: {
        outDir: join(folder, name),
        emptyOutDir: true,
        assetsInlineLimit: 0,
        minify: name === 'ours',
        rolldownOptions: { input: join(root, `${name}.html`) },
      },
    });
  }
}

const isolation = [
  'Cross-Origin-Opener-Policy: same-origin',
  'Cross-Origin-Embedder-Policy: require-corp',
];

/** Serves a folder on a free port; @param headers of every answer */
export async function serve(folder: string, headers?: readonly string[]): Promise<Server> {
  if (headers !== undefined) {
    const lines = headers.map((header) => `  ${header}\n`).join('');
    writeFileSync(join(folder, '_headers'), `/*\n${lines}`);
  }
  const server = createStaticServer(folder);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

export const originOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Chromium may be asked at once how much memory a page holds, instead of after its next collection. */
const eagerMemory = '--enable-blink-features=ForceEagerMeasureMemory';
const emulation = /^--(?:use-webgpu-adapter|use-angle|enable-unsafe-swiftshader)/;

type Adapter = 'software' | 'real';

/**
 * A browser with nothing cached.
 * @param adapter emulated in software, or what the machine has
 * @param wide whether with V8's 256-bit instructions
 */
export const launch = (adapter: Adapter = 'software', wide = false): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      ...chromiumArguments.filter((one) => adapter === 'software' || !emulation.test(one)),
      eagerMemory,
      ...(wide ? [`--js-flags=${wideFlag}`] : []),
    ],
  });

/** The function that `ours.page.ts` and `others.page.ts` put on the window. */
type Answering = Window & { answer?: (request: Request) => Promise<unknown> };

export class Pages {
  readonly #folder: string;
  readonly #servers: Readonly<Record<'isolated' | 'open', Server>>;
  readonly #adapter: Adapter;
  #browser: Browser;
  /** Started when it is first asked for. */
  #wide: Browser | null = null;

  private constructor(
    folder: string,
    servers: Record<'isolated' | 'open', Server>,
    adapter: Adapter,
    browser: Browser,
  ) {
    this.#folder = folder;
    this.#servers = servers;
    this.#adapter = adapter;
    this.#browser = browser;
  }

  /** With the machine's own graphics adapter where it has one that works, else with an emulated one. */
  static async open(): Promise<Pages> {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    await buildPages(folder);
    const isolated = await serve(folder, isolation);
    const open = await serve(folder, ['X-Content-Type-Options: nosniff']);
    const servers = { isolated, open };
    const pages = new Pages(folder, servers, 'real', await launch('real'));
    const found = await pages.find();
    const real = found.filter(({ id }) => id === 'webgpu' || id === 'webgl');
    if (real.some(({ state }) => state === 'good')) return pages;
    await pages.#browser.close();
    return new Pages(folder, servers, 'software', await launch('software'));
  }

  /** Which backends this browser has. */
  async find(): Promise<FindAnswer['backends']> {
    const request = { what: 'find', engine: 'ours', backend: 'cpu', threads: 1 } as const;
    return (await this.ask(request, true)).backends;
  }

  get version(): string {
    return this.#browser.version();
  }

  /**
   * Asks in a page of its own.
   * @param limit seconds after which the page is closed
   * @param wide whether in a browser with V8's 256-bit instructions
   * @throws Error with what the page says where it cannot answer, or does not in time
   */
  async ask<R extends Request>(
    request: R,
    isolated: boolean,
    { limit = 600, wide = false } = {},
  ): Promise<AnswerTo<R>> {
    const browser = await this.#running(wide);
    const page = await browser.newPage();
    const timer = setTimeout(() => void page.close(), limit * 1000);
    try {
      const name = request.engine === 'ours' ? 'ours' : 'others';
      const origin = originOf(this.#servers[isolated ? 'isolated' : 'open']);
      await page.goto(`${origin}/${name}/${name}.html`);
      await page.waitForFunction(() => (window as Answering).answer !== undefined);
      return (await page.evaluate(
        (request) => (window as Answering).answer!(request),
        request as Request,
      )) as AnswerTo<R>;
    } finally {
      clearTimeout(timer);
      await page.close();
    }
  }

  async #running(wide: boolean): Promise<Browser> {
    if (wide) return (this.#wide ??= await launch(this.#adapter, true));
    // An adapter in software may take the whole browser with it.
    if (!this.#browser.isConnected()) this.#browser = await launch(this.#adapter);
    return this.#browser;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#wide?.close();
    for (const server of Object.values(this.#servers)) server.close();
    rmSync(this.#folder, { recursive: true });
  }
}
