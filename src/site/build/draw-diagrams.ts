/** Draws Mermaid diagrams in a browser, for `npm run diagrams` and for `dev`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Diagram } from '../markdown/diagrams.ts';
import { chromiumArguments, findChromium } from '../../../tools/chromium.ts';
import { mermaidConfig, withTokens } from './diagram-style.ts';

/**
 * Draws all diagrams in one browser and gives their SVG in the same order, with tokens for colours
 * and every id beginning with the diagram's own. Throws when there is no browser, when Mermaid
 * refuses a diagram, or when a colour has no token; the message names the diagram by its alt text.
 */
export async function drawDiagrams(diagrams: readonly Diagram[]): Promise<string[]> {
  // Imported late: the built site and its plugins must not need Playwright.
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArguments],
  });
  try {
    const page = await browser.newPage();
    await page.setContent('<!doctype html><html lang="zh-CN"><body></body></html>');
    const mermaid = createRequire(import.meta.url).resolve('mermaid/package.json');
    await page.addScriptTag({ path: join(mermaid, '../dist/mermaid.min.js') });
    const pictures: string[] = [];
    for (const diagram of diagrams) {
      try {
        const id = `d-${diagram.hash}`;
        const svg = await page.evaluate(drawInPage, {
          id,
          source: diagram.source,
          config: mermaidConfig,
        });
        pictures.push(withTokens(svg));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`The diagram “${diagram.alt}” could not be drawn: ${reason}`);
      }
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

interface Task {
  readonly id: string;
  readonly source: string;
  readonly config: object;
}

interface Mermaid {
  initialize(config: object): void;
  render(id: string, source: string): Promise<{ svg: string }>;
}

/** Runs in the browser: draws, makes ids unique, drops unused style rules and widths. */
async function drawInPage({ id, source, config }: Task): Promise<string> {
  const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
  mermaid.initialize(config);
  const { svg } = await mermaid.render(id, source);
  document.body.innerHTML = svg;
  const root = document.querySelector('svg');
  if (root === null) throw new Error('no SVG');

  // Mermaid opens the links of a time axis by script only.
  if (source.startsWith('gantt')) {
    for (const [, task = '', href = ''] of source.matchAll(/^ *click (\w+) href "([^"]+)"/gm)) {
      const words = root.querySelector(`#${id}-${task}-text`);
      if (words === null) throw new Error(`no task ${task} to link`);
      const link = document.createElementNS('http://www.w3.org/2000/svg', 'a');
      link.setAttribute('href', href);
      words.replaceWith(link);
      link.append(words);
      // Its mark leads nowhere, and should not look as if it did.
      root.querySelector(`#${id}-${task}`)?.classList.remove('clickable');
    }
  }

  root.querySelectorAll('filter').forEach((filter) => filter.remove());
  const drawn = root.innerHTML;
  for (const marker of root.querySelectorAll('marker')) {
    if (!drawn.includes(`url(#${marker.id})`)) marker.remove();
  }
  const style = root.querySelector('style');
  const rules = [...(style?.sheet?.cssRules ?? [])]
    .filter((rule) => rule instanceof CSSStyleRule)
    .filter((rule) => document.querySelector(rule.selectorText) !== null);
  for (const rule of rules) {
    rule.style.removeProperty('filter');
    // A half-transparent label lets its own arrow strike it through.
    rule.style.removeProperty('opacity');
    // Nor may it keep the page from saying where the keyboard is.
    if (source.startsWith('gantt')) rule.style.setProperty('fill', rule.style.fill);
  }
  if (style) style.textContent = rules.map((rule) => rule.cssText).join('\n');

  const rename = (name: string) => (name.startsWith(id) ? name : `${id}-${name}`);
  const ids = new Map<string, string>();
  for (const element of root.querySelectorAll('[id]')) {
    ids.set(element.id, rename(element.id));
    element.id = rename(element.id);
  }
  for (const element of root.querySelectorAll('*')) {
    for (const attribute of [...element.attributes]) {
      if (attribute.name.startsWith('data-')) element.removeAttribute(attribute.name);
      else if (/^(?:aria-|role$)/.test(attribute.name)) element.removeAttribute(attribute.name);
      else {
        attribute.value = attribute.value.replace(
          /url\((["']?)#([^)"']+)\1\)/g,
          (whole, _quote, name: string) => (ids.has(name) ? `url(#${ids.get(name) ?? ''})` : whole),
        );
      }
    }
    const link = element.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
    if (element.localName === 'a' && link !== null) {
      element.removeAttributeNS('http://www.w3.org/1999/xlink', 'href');
      element.setAttribute('href', link);
      element.removeAttribute('rel');
      element.removeAttribute('target');
    }
  }
  for (const name of ['role', 'aria-roledescription', 'aria-labelledby', 'aria-describedby']) {
    root.removeAttribute(name);
  }
  const { width, height } = root.viewBox.baseVal;
  root.setAttribute('width', String(Math.ceil(width)));
  root.setAttribute('height', String(Math.ceil(height)));
  root.removeAttribute('style');
  return new XMLSerializer().serializeToString(root);
}
