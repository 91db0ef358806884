/** Every HTML page of the built site, those of source files too: whole, linked, and on its own. */
import { globSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import {
  headersFor,
  inlineScriptHashes,
  parseHeaders,
  type HeaderRule,
} from '../../src/site/build/headers.ts';
import {
  addresses,
  attribute,
  dist,
  elementsIn,
  fileOf,
  files,
  is,
  isMissingPage,
  parsed,
  textAt,
  textOf,
} from './site.ts';

/** What the tests ask of a page, so that no tree has to be kept. */
interface Page {
  readonly address: string;
  readonly html: string;
  readonly ids: readonly string[];
  readonly headings: readonly string[];
  readonly title: string;
  readonly lang: string;
  readonly description: string;
  /** Where its links lead. */
  readonly links: readonly string[];
  /** What it loads by itself or names as an icon, a style or a script. */
  readonly loaded: readonly string[];
  readonly canonical: readonly string[];
  /** Addresses of the page in each language. */
  readonly versions: ReadonlyMap<string, string>;
  /** Attributes that a browser would run as a script, and formulas that KaTeX could not set. */
  readonly faults: readonly string[];
}

/** Relations of a `link` that say something of a page and load nothing. */
const saying = /\b(?:canonical|alternate|sitemap|expect|author|license|prev|next)\b/;

function read(address: string): Page {
  const html = textAt(fileOf(address) ?? address);
  const [ids, headings, links, loaded, canonical, faults] = [[], [], [], [], [], []] as string[][];
  const versions = new Map<string, string>();
  let [title, lang, description] = ['', '', ''];
  for (const element of elementsIn(parsed(html))) {
    const { tagName } = element;
    const [id, href, rel] = ['id', 'href', 'rel'].map((name) => attribute(element, name));
    if (id !== undefined) ids!.push(id);
    if (tagName === 'html') lang = attribute(element, 'lang') ?? '';
    if (tagName === 'title' && title === '') title = textOf(element);
    if (tagName === 'h1') headings!.push(textOf(element).trim());
    if (tagName === 'a') links!.push(href ?? attribute(element, 'xlink:href') ?? '');
    if (tagName === 'meta' && attribute(element, 'name') === 'description') {
      description = attribute(element, 'content') ?? '';
    }
    if (tagName === 'link' && rel === 'canonical') canonical!.push(href ?? '');
    if (tagName === 'link' && rel === 'alternate') {
      versions.set(attribute(element, 'hreflang') ?? '', href ?? '');
    }
    if (tagName === 'link' && !saying.test(rel ?? '')) loaded!.push(href ?? '');
    for (const { name, value } of element.attrs) {
      if (['src', 'poster', 'data'].includes(name)) loaded!.push(value);
      if (name === 'srcset') loaded!.push(...value.split(',').map((one) => one.trim()));
      if (name === 'style') loaded!.push(...urlsIn(value));
      if (/^on|^srcdoc$/.test(name) || /^javascript:/i.test(value)) faults!.push(name);
    }
    if (tagName === 'style') loaded!.push(...urlsIn(textOf(element)));
    if (tagName === 'merror' || is(element, '.katex-error')) faults!.push(textOf(element));
  }
  return {
    ...{ address, html, ids: ids!, headings: headings!, title, lang, description, links: links! },
    ...{ loaded: loaded!, canonical: canonical!, versions, faults: faults! },
  };
}

/** What a stylesheet loads; a fragment is a part of the page itself. */
const urlsIn = (css: string): string[] =>
  [...css.matchAll(/url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)/g)]
    .map(([, url, sheet]) => url ?? sheet ?? '')
    .filter((url) => !/^#|^data:/.test(url));

let site: readonly Page[] = [];
let ids: ReadonlyMap<string, ReadonlySet<string>> = new Map();
let rules: readonly HeaderRule[] = [];
let origin = '';

beforeAll(() => {
  site = addresses.map(read);
  ids = new Map(site.map((page) => [page.address, new Set(page.ids)]));
  rules = parseHeaders(textAt('/_headers'));
  origin = new URL(site.find(({ address }) => address === '/')!.canonical[0]!).origin;
});

/** What is wrong with the pages, a line for each. */
const problems = (wrong: (page: Page) => readonly string[]): string[] =>
  site.flatMap((page) => wrong(page).map((what) => `${page.address}: ${what}`));

test('there are pages in both languages, and each has its own', () => {
  expect(site.length).toBeGreaterThan(100);
  const chinese = addresses.filter((address) => !address.startsWith('/en/'));
  expect(addresses.filter((address) => address.startsWith('/en/')).sort()).toEqual(
    chinese.map((address) => `/en${address}`).sort(),
  );
});

test('a page has one heading, which its title has too, its language and a description', () => {
  const found = problems(({ address, headings, title, lang, description }) => {
    const [heading = ''] = headings;
    // The page for an address that does not exist says it in both languages.
    const is404 = isMissingPage(address);
    return [
      ...(headings.length === 1 || is404 ? [] : [`${headings.length} headings`]),
      ...(heading !== '' && title.includes(heading) ? [] : [`“${heading}” is not in “${title}”`]),
      ...(lang === (address.startsWith('/en/') ? 'en' : 'zh-CN') ? [] : [`is in “${lang}”`]),
      ...(/\S{3}/.test(description) ? [] : [`is described as “${description}”`]),
    ];
  });
  expect(found).toEqual([]);
});

test('no two pages of a language have the same title', () => {
  const titles = site
    .filter(({ address }) => !address.includes('/source/'))
    .map(({ lang, title }) => `${lang} ${title}`);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('no id is used twice', () => {
  expect(problems((page) => page.ids.filter((id, i) => page.ids.indexOf(id) !== i))).toEqual([]);
});

test('every link within the site leads to a file, and to a place in it', () => {
  const found = problems(({ address, links }) =>
    [...new Set(links)].flatMap((href) => {
      if (!URL.canParse(href, origin + address)) return [`“${href}” is no address`];
      const url = new URL(href, origin + address);
      if (url.origin !== origin) return [];
      const path = decodeURI(url.pathname);
      // The other language of a page that does not exist does not exist either.
      if (isMissingPage(address) && /^(?:\/en)?\/404\/$/.test(path)) return [];
      if (fileOf(path) === undefined) return [`${href} leads nowhere`];
      const id = decodeURIComponent(url.hash.slice(1));
      if (id === '' || ids.get(path)?.has(id) === true) return [];
      return [`${path} has no #${id}`];
    }),
  );
  expect(found).toEqual([]);
  for (const { address, links } of site) {
    const inside = links.filter((href) => href.startsWith('/'));
    expect(new Set(inside).size, address).toBeGreaterThan(10);
  }
});

test('links to elsewhere lead to public addresses', () => {
  const isPublic = /^(?:https?:\/\/(?!localhost|127\.|\[)|mailto:)/i;
  const found = problems(({ links }) =>
    links.filter((href) => /^[a-z]+:/i.test(href) && !isPublic.test(href)),
  );
  expect(found.filter((problem) => !problem.endsWith(origin))).toEqual([]);
});

test('a page names itself and the page in the other language', () => {
  const found = problems(({ address, canonical, versions }) => {
    if (isMissingPage(address)) return [];
    const chinese = address.replace(/^\/en(?=\/)/, '');
    const wanted = { 'zh-CN': chinese, en: `/en${chinese}`, 'x-default': chinese };
    return [
      ...(canonical.join(' ') === origin + address ? [] : [`is ${canonical.join(' ')}`]),
      ...Object.entries(wanted)
        .filter(([lang, path]) => versions.get(lang) !== origin + path)
        .map(([lang]) => `${lang} is ${versions.get(lang)}`),
    ];
  });
  expect(found).toEqual([]);
});

test('whatever a page loads lies in the site', () => {
  const found = problems(({ address, html, loaded }) =>
    [...loaded, ...(html.match(/\/_astro\/[\w.-]+\.(?:js|css)/g) ?? [])].filter((href) => {
      if (href.startsWith('data:')) return false;
      const url = new URL(href, origin + address);
      return url.origin !== origin || !files.has(url.pathname);
    }),
  );
  expect(found).toEqual([]);
});

test('whatever a stylesheet loads lies in the site', () => {
  for (const name of globSync('**/*.css', { cwd: dist })) {
    const sheet = `/${name.replaceAll('\\', '/')}`;
    for (const href of urlsIn(textAt(sheet))) {
      const url = new URL(href, origin + sheet);
      expect(url.origin, `${href} in ${sheet}`).toBe(origin);
      expect(files.has(url.pathname), `${href} in ${sheet}`).toBe(true);
    }
  }
});

test('the policy of a page names each of its inline scripts, and there are no others', () => {
  const found = problems(({ address, html, faults }) => {
    const policy = headersFor(rules, address)['Content-Security-Policy'] ?? '';
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1]?.split(' ') ?? [];
    return [
      ...inlineScriptHashes(html).filter((hash) => !scripts.includes(hash)),
      ...scripts.filter((source) => !/^'(?:self|wasm-unsafe-eval|sha256-.+)'$/.test(source)),
      ...faults,
    ];
  });
  expect(found).toEqual([]);
});

test('diagrams are drawn when the site is built', () => {
  expect([...files].filter((file) => /mermaid/i.test(file) && file.endsWith('.js'))).toEqual([]);
  expect(problems(({ html }) => html.match(/<script[^>]*mermaid/gi) ?? [])).toEqual([]);
});
