/** What the built site has for machines: structured data, pictures, plain Markdown, lists, licences. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languages } from '../../src/language.ts';
import { plainAddress } from '../../src/site/plain-markdown.ts';
import { sharePicture } from '../../src/site/share-picture.ts';
import { addressOf, all, attribute, dist, pageAt, slugs, textAt, textOf } from './site.ts';

describe.each(languages)('in %s', (language) => {
  test.each(slugs)('%s has structured data, a picture and plain Markdown', (slug) => {
    const address = addressOf(slug, language);
    const page = pageAt(address);
    const data = all(page, 'script').find(
      (script) => attribute(script, 'type') === 'application/ld+json',
    );
    const { '@graph': graph } = JSON.parse(textOf(data!)) as {
      '@graph': { headline?: string; url?: string; image?: string; inLanguage?: string }[];
    };
    const [article] = graph;
    expect(article?.headline).toBeTruthy();
    expect(new URL(article?.url ?? '').pathname).toBe(address);
    expect(new URL(article?.image ?? '').pathname).toBe(sharePicture(slug, language));
    expect(article?.inLanguage).toBe(language === 'zh' ? 'zh-CN' : 'en');

    const named = all(page, 'meta').find((meta) => attribute(meta, 'property') === 'og:image');
    expect(attribute(named!, 'content')).toBe(article?.image);
    const picture = readFileSync(join(dist, sharePicture(slug, language)));
    expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630]);

    const text = textAt(plainAddress(slug, language));
    expect(text).toMatch(/^# \S/);
    expect(text).not.toMatch(/\[#[a-z-]+\]$|^import |<[A-Z]\w+ /m);
    const twins = all(page, 'link').filter((link) => attribute(link, 'type') === 'text/markdown');
    expect(twins.map((link) => attribute(link, 'href'))).toEqual([plainAddress(slug, language)]);
  });
});

test('the sitemap and llms.txt list all pages, robots.txt names the sitemap', () => {
  const sitemap = textAt('/sitemap-0.xml');
  const llms = textAt('/llms.txt');
  for (const language of languages) {
    for (const slug of slugs) {
      expect(sitemap).toMatch(new RegExp(`<loc>[^<]+[^/]${addressOf(slug, language)}</loc>`));
      expect(llms).toContain(plainAddress(slug, language));
    }
  }
  expect(textAt('/robots.txt')).toMatch(/Sitemap: .+sitemap-index\.xml/);
});

test('the licences name what is in the pages', () => {
  const text = textAt('/THIRD-PARTY-NOTICES.txt');
  for (const name of [
    '@astrojs/starlight',
    '@fontsource/noto-serif-sc',
    '@fontsource-variable/jetbrains-mono',
    '@tensorflow/tfjs-backend-cpu',
    '@tensorflow/tfjs-backend-wasm',
    '@tensorflow/tfjs-backend-webgl',
    '@tensorflow/tfjs-backend-webgpu',
    '@tensorflow/tfjs-core',
    'katex',
    'svelte',
    'uplot',
    'zod',
  ]) {
    expect(text, name).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
  expect(text).toContain('SIL OPEN FONT LICENSE');
  expect(text).toContain('Apache License');
});
