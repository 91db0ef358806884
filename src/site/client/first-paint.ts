/**
 * Runs in the head of every page, compiled into it: fetches after the first paint what the page does
 * not need for it, and keeps meanwhile what the reader does. Its own element has the addresses.
 */
import { keepEarly } from '../../demos/island/early.ts';

const storageKey = 'fonts';
const { fonts = '', scripts = '' } = document.currentScript?.dataset ?? {};

let seen = false;
try {
  seen = sessionStorage.getItem(storageKey) === fonts;
  if (fonts) sessionStorage.setItem(storageKey, fonts);
} catch {
  // Nothing can be remembered here; then the fonts come after the first paint each time.
}

function addFonts(blocking: string): void {
  if (!fonts) return;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: fonts, blocking });
  document.head.append(link);
}
if (seen) addFonts('render');

const haveCome = keepEarly((host) => {
  if (host.nextElementSibling?.getAttribute('role') === 'alert') return;
  const message = document.createElement('p');
  message.setAttribute('role', 'alert');
  message.textContent = document.documentElement.lang.startsWith('zh')
    ? '页面的这一部分没能装载；请检查网络，然后重新打开本页。'
    : 'This part of the page could not be loaded; check the network and open the page again.';
  host.after(message);
});

let started = false;
function start(): void {
  if (started) return;
  started = true;
  if (!seen) addFonts('');
  const run = (): void => {
    const wanted = scripts.split(' ').filter((script) => script !== '');
    const all = wanted.map((script) => import(/* @vite-ignore */ script) as Promise<unknown>);
    void Promise.allSettled(all).then(haveCome);
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', run);
  else run();
}

if (PerformanceObserver.supportedEntryTypes.includes('paint')) {
  new PerformanceObserver((list) => {
    if (list.getEntriesByName('first-contentful-paint').length > 0) start();
  }).observe({ type: 'paint', buffered: true });
}
// For a browser that does not tell of its paints, and a page that is never painted.
addEventListener('load', () => setTimeout(start, 1000));
