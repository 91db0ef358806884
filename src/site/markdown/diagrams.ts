/**
 * Markdown plugin: replaces a `mermaid` fence by the SVG that `npm run diagrams` has stored for it,
 * so that the page carries no Mermaid. A missing picture fails the build; `dev` draws it on the spot.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Html, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Language } from '../../language.ts';
import { languageOfFile } from '../locale.ts';
import { rendererVersion } from '../build/diagram-style.ts';

const altLine = /^%%\s*alt:\s*(\S.*)$/;

export interface Diagram {
  /** What Mermaid draws, without the `%% alt:` line. */
  readonly source: string;
  /** One sentence that describes the diagram. */
  readonly alt: string;
  /** Names the stored picture: a hash over the source and the renderer's settings. */
  readonly hash: string;
}

/** Draws one diagram; only `dev` has one. */
export type DrawDiagram = (diagram: Diagram) => Promise<string>;

/** Takes a fence apart. Throws when the first line is not `%% alt: …`. */
export function parseDiagram(fence: string): Diagram {
  const [first = '', ...rest] = fence.trim().split(/\r?\n/);
  const alt = altLine.exec(first.trim())?.[1]?.trim();
  if (alt === undefined) {
    throw new Error('A diagram begins with “%% alt: one sentence that describes it”.');
  }
  const source = `${rest.join('\n').trim()}\n`;
  const hash = createHash('sha256').update(`${rendererVersion}\n${source}`).digest('hex');
  return { source, alt, hash: hash.slice(0, 16) };
}

/** All `mermaid` fences of a Markdown text, in order. */
export function diagramsIn(markdown: string): Diagram[] {
  const fences = markdown.matchAll(/^```mermaid[^\n]*\n([\s\S]*?)^```\s*$/gm);
  return [...fences].map((fence) => parseDiagram(fence[1] ?? ''));
}

/** Where the picture of a diagram is kept. */
export function diagramFile(folder: string, diagram: Diagram): string {
  return join(folder, `${diagram.hash}.svg`);
}

/** `folder` holds the stored pictures; `draw`, when given, makes those that are missing. */
export function remarkDiagrams({ folder, draw }: { folder: string; draw?: DrawDiagram }) {
  return async (tree: Root, file: VFile): Promise<void> => {
    const language = languageOfFile(file.path);
    const fences: { value: string; line: number; replace: (html: Html) => void }[] = [];
    visit(tree, 'code', (code, index, parent) => {
      if (code.lang !== 'mermaid' || parent === undefined || index === undefined) return;
      fences.push({
        value: code.value,
        line: code.position?.start.line ?? 0,
        replace: (html) => parent.children.splice(index, 1, html),
      });
    });
    const uses = new Map<string, number>();
    for (const { value, line, replace } of fences) {
      const diagram = parseDiagram(value);
      const use = (uses.get(diagram.hash) ?? 0) + 1;
      uses.set(diagram.hash, use);
      const svg = await pictureOf(diagram, folder, draw, line);
      replace({ type: 'html', value: figure(svg, diagram, language, use) });
    }
  };
}

async function pictureOf(
  diagram: Diagram,
  folder: string,
  draw: DrawDiagram | undefined,
  line: number,
): Promise<string> {
  const path = diagramFile(folder, diagram);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  if (draw !== undefined) return draw(diagram);
  throw new Error(
    `Line ${line}: the diagram “${diagram.alt}” has no stored picture, or its text has changed since. Run \`npm run diagrams\` and commit src/site/diagrams/.`,
  );
}

/** The stored SVG as a figure: named, its links in the page's language, its ids unique. */
export function figure(svg: string, diagram: Diagram, language: Language, use: number): string {
  const id = `d-${diagram.hash}`;
  const label = escapeHtml(diagram.alt);
  // An image hides what is in it from a screen reader: with links inside it is a group.
  const role = svg.includes('<a ') ? 'group' : 'img';
  let picture = svg
    .replace('<svg ', `<svg role="${role}" aria-label="${label}" `)
    .replace(/>/, `><title>${label}</title>`);
  if (language === 'en') picture = picture.replace(/(<a [^>]*href=")\/(?!en\/)/g, '$1/en/');
  if (use > 1) picture = picture.replaceAll(id, `${id}-${use}`);
  const scroll = language === 'zh' ? '图，可以左右滚动' : 'Diagram, scrolls sideways';
  return `<figure class="diagram not-content"><div class="scroll-box" data-scroll-label="${scroll}">${picture}</div></figure>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
