/**
 * Starts the Firefox and the WebKit that a Linux distribution packages, and Chromium beside them,
 * and drives all three in one way. Firefox and Chromium speak WebDriver BiDi or the DevTools
 * protocol (puppeteer-core); WebKitGTK has a driver that speaks WebDriver over HTTP.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer, { type LaunchOptions } from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../../tools/chromium.ts';

export interface Visitor {
  open(address: string): Promise<void>;
  /** Calls a function in the page; it may only use what it is given, which has to be plain data. */
  ask<A extends readonly unknown[], R>(
    ask: (...given: A) => R | Promise<R>,
    ...given: A
  ): Promise<R>;
  click(selector: string): Promise<void>;
  /** Types into what has the focus; `Escape` alone is the key. */
  type(text: string): Promise<void>;
  /** Changes the width of the window; without one, back to what it was. */
  resize(width?: number): Promise<void>;
  /** Errors that the page threw or logged; in WebKit those thrown since it was opened. */
  errors(): Promise<string[]>;
  close(): Promise<void>;
}

const firefoxPlaces = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
const libraries = '/usr/lib';
const webkitDriver = '/usr/bin/WebKitWebDriver';
const xvfb = '/usr/bin/xvfb-run';

const findFirefox = (): string | undefined => firefoxPlaces.find((path) => existsSync(path));

/** WebKitGTK's own small browser, in a folder that the processor's name is a part of. */
function findMiniBrowser(): string | undefined {
  if (!existsSync(libraries)) return undefined;
  return [libraries, ...readdirSync(libraries).map((folder) => join(libraries, folder))]
    .flatMap((folder) =>
      [4.1, 6].map((api) => join(folder, `webkit2gtk-${api.toFixed(1)}/MiniBrowser`)),
    )
    .find((path) => existsSync(path));
}

/** One sentence that says what is not installed, or null when all is there. */
export function whatIsMissing(): string | null {
  const missing = [
    ...(findFirefox() === undefined ? ['firefox-esr'] : []),
    ...(existsSync(webkitDriver) && findMiniBrowser() !== undefined ? [] : ['webkit2gtk-driver']),
    ...(existsSync(xvfb) ? [] : ['xvfb', 'xauth']),
  ];
  if (missing.length === 0) return null;
  return `Not installed: ${missing.join(', ')} (Debian: apt-get install --no-install-recommends ${missing.join(' ')}).`;
}

/** A browser that puppeteer can drive. */
async function launch(options: LaunchOptions): Promise<Visitor> {
  const browser = await puppeteer.launch(options);
  const page = await browser.newPage();
  const resize = (width = 1280): Promise<void> => page.setViewport({ width, height: 800 });
  await resize();
  const errors: string[] = [];
  page.on('pageerror', (error) =>
    errors.push(error instanceof Error ? error.message : String(error)),
  );
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return {
    open: async (address) => {
      await page.goto(address, { waitUntil: 'load' });
    },
    ask: <A extends readonly unknown[], R>(ask: (...given: A) => R | Promise<R>, ...given: A) =>
      page.evaluate(`(${String(ask)})(...${JSON.stringify(given)})`) as Promise<R>,
    click: (selector) => page.click(selector),
    type: (text) => (text === 'Escape' ? page.keyboard.press(text) : page.keyboard.type(text)),
    resize,
    errors: () => Promise.resolve(errors.splice(0)),
    close: () => browser.close(),
  };
}

export const launchChromium = (): Promise<Visitor> =>
  launch({ executablePath: findChromium(), args: [...chromiumArguments] });

export const launchFirefox = (): Promise<Visitor> =>
  launch({ browser: 'firefox', executablePath: findFirefox() ?? '', headless: true });

/** The surroundings in which isolated pages of WebKitGTK have `SharedArrayBuffer`, as in Safari. */
export const safari = { JSC_useSharedArrayBuffer: '1' } as const;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

const escapeKey = '\uE00C';

/**
 * WebKitGTK under the X server of `DISPLAY`.
 * @param surroundings environment variables: `safari`, or a `LANG` that becomes `navigator.language`
 */
export async function launchWebKit(surroundings: NodeJS.ProcessEnv): Promise<Visitor> {
  const port = await freePort();
  const driver = spawn(webkitDriver, ['-p', String(port)], {
    env: { ...process.env, LANG: 'en_US.UTF-8', LANGUAGE: 'en_US', ...surroundings },
    stdio: 'ignore',
  });
  const killed = (): void => void driver.kill();
  process.once('exit', killed);

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (typeof value === 'object' && value !== null && 'error' in value) {
      throw new Error(`WebKitWebDriver, ${method} ${path}: ${JSON.stringify(value).slice(0, 300)}`);
    }
    return value;
  }

  async function start(): Promise<string> {
    const isReady = (): Promise<boolean> => call('GET', '/status').then(Boolean, () => false);
    for (let waited = 0; !(await isReady()); waited++) {
      if (waited > 300) throw new Error('WebKitWebDriver did not start.');
      await sleep(100);
    }
    const options = { binary: findMiniBrowser(), args: ['--automation'] };
    const session = await call('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
    });
    return (session as { sessionId: string }).sessionId;
  }

  try {
    const session = `/session/${await start()}`;
    await call('POST', `${session}/timeouts`, { script: 300_000, pageLoad: 120_000 });
    const run = async (script: string, args: readonly unknown[]): Promise<unknown> => {
      const answer = await call('POST', `${session}/execute/async`, {
        script: `const done = arguments[1];
          Promise.resolve().then(() => (${script})(...arguments[0]))
            .then((value) => done({ value }), (error) => done({ thrown: String(error) }));`,
        args: [args],
      });
      const { value, thrown } = answer as { value?: unknown; thrown?: string };
      if (thrown !== undefined) throw new Error(thrown);
      return value;
    };
    const element = async (selector: string): Promise<string> => {
      const found = await call('POST', `${session}/element`, {
        using: 'css selector',
        value: selector,
      });
      return String(Object.values(found as object)[0]);
    };
    return {
      open: async (address) => {
        await call('POST', `${session}/url`, { url: address });
        await run(String(noteErrors), []);
      },
      ask: <A extends readonly unknown[], R>(ask: (...given: A) => R | Promise<R>, ...given: A) =>
        run(String(ask), given) as Promise<R>,
      click: async (selector) => {
        await call('POST', `${session}/element/${await element(selector)}/click`, {});
      },
      type: async (text) => {
        await call('POST', `${session}/element/${await element(':focus')}/value`, {
          text: text === 'Escape' ? escapeKey : text,
        });
      },
      resize: async (width = 1280) => {
        await call('POST', `${session}/window/rect`, { width, height: 900 });
      },
      errors: () => run('() => (window.seen ?? []).splice(0)', []) as Promise<string[]>,
      close: async () => {
        await call('DELETE', session).catch(() => null);
        driver.kill();
        process.off('exit', killed);
      },
    };
  } catch (error) {
    driver.kill();
    throw error;
  }
}

/** Runs in WebKit's page, whose driver tells nothing of errors. */
function noteErrors(): void {
  const seen: string[] = [];
  Object.assign(window, { seen });
  addEventListener('error', (event) => seen.push(event.message));
  addEventListener('unhandledrejection', (event) => seen.push(String(event.reason)));
  const log = console.error.bind(console);
  console.error = (...said: unknown[]) => {
    seen.push(said.map(String).join(' '));
    log(...said);
  };
}
