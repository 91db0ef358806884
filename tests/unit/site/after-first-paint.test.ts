/** What is moved behind the first paint of a page. */
import { describe, expect, it } from 'vitest';
import { afterFirstPaint } from '../../../src/site/build/after-first-paint.ts';

const face = '@font-face{font-family:KaTeX_Main;src:url(/_astro/a.woff2)format("woff2")}';
const page =
  `<html><head><style>h1{color:red}${face}</style></head><body>` +
  '<h1 class="t" id="_top">标题</h1><script type="module" src="/_astro/a.js"></script>' +
  '<script type="module">inline()</script>' +
  '<script type="module" src="/_astro/b.js"></script><span class="katex">x</span></body></html>';

describe('what a page does not need for its first paint', () => {
  const { html, faces } = afterFirstPaint(page, '/_astro/fonts.css', 'run()');

  it('takes the fonts out of the styles', () => {
    expect(faces).toEqual([face]);
    expect(html).toContain('<style>h1{color:red}</style>');
  });

  it('names the scripts in their order, and leaves those that stand in the page', () => {
    expect(html).toContain('data-scripts="/_astro/a.js /_astro/b.js"');
    expect(html).not.toContain('src="/_astro/a.js"');
    expect(html).toContain('<script type="module">inline()</script>');
  });

  it('serves a reader without scripts', () => {
    expect(html).toContain(
      '<noscript><link rel="stylesheet" href="/_astro/fonts.css"></noscript></head>',
    );
  });

  it('paints nothing before the title', () => {
    expect(html).toContain('<link rel="expect" href="#_top" blocking="render">');
    const untitled = page.replace(/<h1.*<\/h1>/, '');
    expect(afterFirstPaint(untitled, '/_astro/fonts.css', 'run()').html).not.toContain(
      'rel="expect"',
    );
  });

  it('leaves the fonts of a page without formulas where they are', () => {
    const text = afterFirstPaint(page.replace(/<span.*<\/span>/, ''), '/_astro/fonts.css', 'run()');
    expect(text.faces).toEqual([]);
    expect(text.html).toContain(face);
    expect(text.html).not.toContain('/_astro/fonts.css');
    expect(text.html).toContain('data-scripts="/_astro/a.js /_astro/b.js"');
  });
});
