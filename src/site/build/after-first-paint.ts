/**
 * What a page does not need for its first paint comes after it: the fonts of formulas, and the
 * scripts of components, which the browser would otherwise fetch beside the page itself. On a slow
 * connection that is half a second. From the second page of a visit on the fonts are there, and come
 * before the first paint, so that no text changes its face before the reader's eyes.
 * `client/first-paint.ts` does both in the page.
 *
 * The first paint itself waits for the page's title: a frame with a background and no text in it
 * helps nobody and delays the next one.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileScript } from './compile-script.ts';

/** Formulas ask for up to six fonts; text alone does not wait for a font, and one is soon there. */
const formula = 'class="katex"';
const styleBlock = /<style[^>]*>[\s\S]*?<\/style>/g;
const fontFace = /@font-face\s*\{[^}]*\}/g;
const title = /<h1[^>]*\sid="([^"]+)"/;
const moduleScript = /<script type="module" src="([^"]+)"><\/script>/g;

export interface Split {
  /** The page without them, and with what fetches them. */
  readonly html: string;
  /** Its `@font-face` rules. */
  readonly faces: readonly string[];
}

/**
 * @param fonts address of the stylesheet that will have the rules
 * @param loader the script that fetches them
 */
export function afterFirstPaint(page: string, fonts: string, loader: string): Split {
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
export async function moveBehindFirstPaint(folder: string): Promise<void> {
  const loader = await compileScript('client/first-paint.ts');
  const files = globSync('**/*.html', { cwd: folder }).map((name) => join(folder, name));
  const pages = files.map((file) => readFileSync(file, 'utf8'));
  const faces = new Set(pages.flatMap((page) => afterFirstPaint(page, '', loader).faces));
  const css = [...faces].join('\n');
  const hash = createHash('sha256').update(css).digest('base64url').slice(0, 8);
  const fonts = `/_astro/fonts.${hash}.css`;
  mkdirSync(join(folder, '_astro'), { recursive: true });
  writeFileSync(join(folder, fonts), css);
  for (const [index, file] of files.entries()) {
    writeFileSync(file, afterFirstPaint(pages[index]!, fonts, loader).html);
  }
}
