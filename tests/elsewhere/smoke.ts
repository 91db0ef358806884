/** What a reader does first, checked on the built site in one browser. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { languages } from '../../src/language.ts';
import { pages } from '../../src/site/chapters.ts';
import { localePath } from '../../src/site/locale.ts';
import { missedAnchors } from './anchors.ts';
import type { Visitor } from './launch.ts';

export interface Check {
  readonly name: string;
  /** @throws Error where it does not hold */
  readonly run: (visitor: Visitor, site: string) => Promise<void>;
}

/** The steps of training that are compared between browsers. */
const compared = 20;
const laboratory = '/en/lab/seq2seq/?task=reversal&d=32&batch=16&steps=60&seed=5&backend=wasm';

/** Waits until a function of the page gives true; a page that is being left may not answer. */
async function until<A extends readonly unknown[]>(
  visitor: Visitor,
  what: string,
  holds: (...given: A) => boolean,
  ...given: A
): Promise<void> {
  let problem = '';
  for (const begun = Date.now(); Date.now() - begun < 120_000; await sleep(50)) {
    try {
      if (await visitor.ask(holds, ...given)) return;
      problem = '';
    } catch (error) {
      problem = String(error);
    }
  }
  assert.fail(`Not within two minutes: ${what}. ${problem}`);
}

const isInView = (id: string): boolean => {
  const place = document.getElementById(id);
  if (place === null) return false;
  const { top } = place.getBoundingClientRect();
  return top >= 0 && top < innerHeight;
};

const isRun = (state: string, step: number): boolean => {
  const data = document.querySelector<HTMLElement>('[data-run]')?.dataset ?? {};
  const alert = document.querySelector('[data-run] [role=alert]')?.textContent;
  if (data['runState'] === 'failed') throw new Error(alert ?? 'failed');
  return data['runState'] === state && Number(data['runStep']) === step;
};

const pressButton = (index: number): void => {
  document.querySelectorAll<HTMLElement>('[data-run] .buttons button')[index]?.click();
};

const runData = (name: string): string =>
  document.querySelector<HTMLElement>('[data-run]')?.dataset[name] ?? '';

/** The losses of the first steps on WASM. */
export async function firstLosses(visitor: Visitor, site: string): Promise<number[]> {
  await visitor.open(site + laboratory);
  await until(visitor, 'the panel is alive', isRun, 'idle', 0);
  const losses: number[] = [];
  for (let step = 1; step <= compared; step++) {
    await visitor.ask(pressButton, 1);
    await until(visitor, `step ${step}`, isRun, 'paused', step);
    losses.push(Number(await visitor.ask(runData, 'runLoss')));
  }
  assert.equal(await visitor.ask(runData, 'runBackend'), 'wasm');
  return losses;
}

/** @param chromium its first losses */
const trains = (chromium: readonly number[]): Check => ({
  name: 'trains on WASM as Chromium does, and draws the curve',
  run: async (visitor, site) => {
    const losses = await firstLosses(visitor, site);
    assert.equal(await visitor.ask(() => crossOriginIsolated), true);
    for (const [index, loss] of losses.entries()) {
      const wanted = chromium[index]!;
      const isNear = Math.abs(loss - wanted) < 1e-3 * wanted;
      assert.ok(isNear, `step ${index + 1}: ${loss}, in Chromium ${wanted}`);
    }
    await visitor.click('[data-run] .buttons button:first-of-type');
    await until(visitor, 'the run ends', isRun, 'finished', 60);
    const last = Number(await visitor.ask(runData, 'runLoss'));
    assert.ok(last < losses[0]! - 0.3, `the loss did not fall: ${losses[0]} → ${last}`);
    await until(visitor, 'the curve is drawn', () => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-run] .plot canvas');
      return (canvas?.getBoundingClientRect().width ?? 0) > 100;
    });
  },
});

const searches: Check = {
  name: 'searches, and Escape closes the search',
  run: async (visitor, site) => {
    await visitor.open(`${site}/en/`);
    await visitor.click('site-search button.open');
    await visitor.type('attention');
    await until(visitor, 'something is found', () => {
      const found = document.querySelector('site-search .results li');
      return /attention/i.test(found?.textContent ?? '');
    });
    const isClosed = (): boolean => document.querySelector('site-search dialog[open]') === null;
    // The browser may take the first to empty the field.
    await visitor.type('Escape');
    if (!(await visitor.ask(isClosed))) await visitor.type('Escape');
    await until(visitor, 'the search is closed', isClosed);
  },
};

const switches: Check = {
  name: 'changes the language within a section, and the theme for good',
  run: async (visitor, site) => {
    const id = 'sgd';
    await visitor.open(`${site}/en/03-mathematics/?seed=7#${id}`);
    await until(visitor, `#${id} is in view`, isInView, id);
    await until(visitor, 'the link to the other language is alive', () => {
      const link = document.querySelector<HTMLAnchorElement>('a[data-other-language]')!;
      addEventListener('click', (event) => event.preventDefault(), { once: true });
      link.click();
      return link.search !== '';
    });
    await visitor.ask(() => {
      document.querySelector<HTMLElement>('a[data-other-language]')?.click();
    });
    const arrived = (wanted: string): boolean => document.documentElement.lang === wanted;
    await until(visitor, 'the page is Chinese', arrived, 'zh-CN');
    assert.equal(await visitor.ask(() => location.search + location.hash), `?seed=7#${id}`);
    await until(visitor, `#${id} is in view in Chinese`, isInView, id);
    await visitor.ask(() => {
      const select = document.querySelector<HTMLSelectElement>('starlight-theme-select select')!;
      select.value = 'dark';
      select.dispatchEvent(new Event('change'));
    });
    const theme = (): string => document.documentElement.dataset['theme'] ?? '';
    assert.equal(await visitor.ask(theme), 'dark');
    await visitor.open(`${site}/en/`);
    assert.equal(await visitor.ask(theme), 'dark');
  },
};

const deep = ['/en/02-algorithms/#lstm', '/en/08-faq/#ref-kaplan2020', '/03-mathematics/#adamw'];

const lands: Check = {
  name: 'opens an address at its place',
  run: async (visitor, site) => {
    for (const address of deep) {
      // From another page, so that the address is opened and not only its place changed.
      await visitor.open(`${site}/en/teach/`);
      await visitor.open(site + address);
      const id = address.split('#')[1]!;
      await until(visitor, `${address} is in view`, isInView, id);
    }
  },
};

const underlines: Check = {
  name: 'draws a dotted line under a term of the glossary',
  run: async (visitor, site) => {
    await visitor.open(`${site}/`);
    const line = await visitor.ask(() => {
      const style = getComputedStyle(document.querySelector('a.term')!);
      return `${style.textDecorationLine} ${style.textDecorationStyle}`;
    });
    assert.equal(line, 'underline dotted');
  },
};

/** What begins or ends beyond the window's edge, and cannot be scrolled to. */
function beyondReach(): string[] {
  const scrolls = (element: Element): boolean =>
    /auto|scroll/.test(getComputedStyle(element).overflowX);
  const isReached = (element: Element): boolean => {
    for (let box = element.parentElement; box !== null; box = box.parentElement) {
      if (scrolls(box)) return true;
    }
    return false;
  };
  for (const part of document.querySelectorAll<HTMLElement>('.part')) {
    part.style.setProperty('content-visibility', 'visible');
  }
  const room = document.documentElement.clientWidth;
  return [...document.querySelectorAll('.sl-markdown-content :is(.kept, .katex .base, code)')]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .filter((element) => !isReached(element))
    .map((element) => (element.textContent ?? '').slice(0, 40));
}

/** One visit to every page. @param phone the width at which all has to be within reach, if at any */
const visits = (phone?: number): Check => ({
  name: `leads to every place of every page${phone === undefined ? '' : `; all is within reach at ${phone} px`}`,
  run: async (visitor, site) => {
    for (const language of languages) {
      for (const { slug } of pages) {
        const address = localePath(slug === 'index' ? '/' : `/${slug}/`, language);
        await visitor.open(site + address);
        assert.deepEqual(await visitor.ask(missedAnchors), [], `missed on ${address}`);
        if (phone === undefined) continue;
        await visitor.resize(phone);
        assert.deepEqual(await visitor.ask(beyondReach), [], `cut off on ${address}`);
        await visitor.resize();
      }
    }
  },
});

export const checks = (
  chromium: readonly number[],
  everyPage: boolean,
  phone?: number,
): readonly Check[] => [
  trains(chromium),
  searches,
  switches,
  lands,
  underlines,
  ...(everyPage ? [visits(phone)] : []),
];

/** Where nothing is lost: a box that changes while it is measured, and a font that a page left behind was still loading. */
const harmless =
  /^ResizeObserver loop completed with undelivered notifications\.$|^downloadable font: download failed .* status=2152398850 /;

/** @throws Error when the page threw or logged an error since the browser was started */
export async function expectQuiet(visitor: Visitor): Promise<void> {
  const errors = (await visitor.errors()).filter((error) => !harmless.test(error));
  assert.deepEqual(errors, []);
}
