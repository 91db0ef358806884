/**
 * What a page does not need for its first paint comes after it: the fonts of formulas, and the
 * scripts of components, which the browser would otherwise fetch beside the page itself. On a slow
 * connection that is half a second. From the second page of a visit on the fonts are there, and come
 * before the first paint, so that no text changes its face before the reader's eyes. What is pressed,
 * changed or focused before a component's script has come is told to it afterwards.
 *
 * The first paint itself waits for the page's title: a frame with a background and no text in it
 * helps nobody and delays the next one.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Formulas ask for up to six fonts; text alone does not wait for a font, and one is soon there. */
const formula = 'class="katex"';
const styleBlock = /<style[^>]*>[\s\S]*?<\/style>/g;
const fontFace = /@font-face\s*\{[^}]*\}/g;
const title = /<h1[^>]*\sid="([^"]+)"/;
const moduleScript = /<script type="module" src="([^"]+)"><\/script>/g;

/** Runs in the head of every page; reads the addresses from its own element. */
const loader = `(() => {
  const { fonts, scripts } = document.currentScript.dataset;
  const storageKey = 'fonts';
  let seen = false;
  try {
    seen = sessionStorage.getItem(storageKey) === fonts;
    if (fonts) sessionStorage.setItem(storageKey, fonts);
  } catch {}
  const addFonts = (blocking) => {
    if (!fonts) return;
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: fonts, blocking });
    document.head.append(link);
  };
  if (seen) addFonts('render');
  const sentence = document.documentElement.lang.startsWith('zh')
    ? '页面的这一部分没能装载；请检查网络，然后重新打开本页。'
    : 'This part of the page could not be loaded; check the network and open the page again.';
  const complain = (host) => {
    if (host.nextElementSibling?.getAttribute('role') === 'alert') return;
    const message = document.createElement('p');
    message.setAttribute('role', 'alert');
    message.textContent = sentence;
    host.after(message);
  };
  const missed = [];
  let loaded = false;
  const keep = (event) => {
    const { target, type } = event;
    const host = target.closest?.(':not(:defined)');
    if (!host) return;
    let tell = () => target.dispatchEvent(new Event(type, { bubbles: true }));
    if (type === 'click') {
      const button = target.closest('button, summary');
      if (button === null) return;
      event.preventDefault();
      event.stopPropagation();
      tell = () => (host.matches(':defined') ? button.click() : complain(host));
    }
    if (loaded) tell();
    else missed.push(tell);
  };
  const kinds = ['click', 'input', 'focusin'];
  for (const kind of kinds) addEventListener(kind, keep, true);
  let started = false;
  const start = () => {
    if (started) return;
    started = true;
    if (!seen) addFonts('');
    const run = async () => {
      const found = await Promise.allSettled(
        scripts.split(' ').map((script) => script && import(script)),
      );
      loaded = true;
      const whole = found.every(({ status }) => status === 'fulfilled');
      for (const kind of kinds) {
        // A part that has not come says so when it is pressed.
        if (whole || kind !== 'click') removeEventListener(kind, keep, true);
      }
      for (const tell of missed) tell();
    };
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', run);
    else run();
  };
  const paints = (list) => {
    if (list.getEntriesByName('first-contentful-paint').length > 0) start();
  };
  const known = window.PerformanceObserver?.supportedEntryTypes ?? [];
  if (known.includes('paint')) {
    new PerformanceObserver(paints).observe({ type: 'paint', buffered: true });
  }
  // For a browser that does not tell of its paints, and a page that is never painted.
  addEventListener('load', () => setTimeout(start, 1000));
})();`;

export interface Split {
  /** The page without them, and with what fetches them. */
  readonly html: string;
  /** Its `@font-face` rules. */
  readonly faces: readonly string[];
}

/** @param fonts address of the stylesheet that will have the rules */
export function afterFirstPaint(page: string, fonts: string): Split {
  const scripts: string[] = [];
  const faces: string[] = [];
  let html = page.replace(moduleScript, (_, address: string) => {
    scripts.push(address);
    return '';
  });
  if (page.includes(formula)) {
    html = html.replace(styleBlock, (style) =>
      style.replace(fontFace, (face) => {
        faces.push(face);
        return '';
      }),
    );
  }
  const [, id] = title.exec(html) ?? [];
  const wait = id === undefined ? '' : `<link rel="expect" href="#${id}" blocking="render">`;
  const address = faces.length === 0 ? '' : fonts;
  const element = `<script data-fonts="${address}" data-scripts="${scripts.join(' ')}">${loader}</script>`;
  // Without scripts there is nobody to wait for.
  const plain = address && `<noscript><link rel="stylesheet" href="${address}"></noscript>`;
  return { html: html.replace('</head>', () => `${wait}${element}${plain}</head>`), faces };
}

/** Rewrites the pages of a built site. */
export function moveBehindFirstPaint(folder: string): void {
  const files = globSync('**/*.html', { cwd: folder }).map((name) => join(folder, name));
  const pages = files.map((file) => readFileSync(file, 'utf8'));
  const faces = new Set(pages.flatMap((page) => afterFirstPaint(page, '').faces));
  const css = [...faces].join('\n');
  const hash = createHash('sha256').update(css).digest('base64url').slice(0, 8);
  const fonts = `/_astro/fonts.${hash}.css`;
  mkdirSync(join(folder, '_astro'), { recursive: true });
  writeFileSync(join(folder, fonts), css);
  for (const [index, file] of files.entries()) {
    writeFileSync(file, afterFirstPaint(pages[index]!, fonts).html);
  }
}
