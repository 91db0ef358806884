/**
 * The handbook's own part of the build: its Markdown plugins, live refresh when a shown source file
 * changes, and the headers file for static hosts.
 */
import { readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isUnifiedProcessor } from '@astrojs/markdown-remark';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import { remarkCitations } from '../markdown/citations.ts';
import { rehypeCodeScripts } from '../markdown/code-scripts.ts';
import { rehypeDates } from '../markdown/dates.ts';
import { remarkDemos } from '../markdown/demos.ts';
import { remarkDiagrams, type DrawDiagram } from '../markdown/diagrams.ts';
import { rehypeFormulaErrors } from '../markdown/formula-errors.ts';
import { rehypeFormulaLinks, remarkFormulaLinks } from '../markdown/formula-links.ts';
import { rehypeFormulaMathml } from '../markdown/formula-mathml.ts';
import { rehypeFormulaPunctuation } from '../markdown/formula-punctuation.ts';
import { rehypeGlossaryTerms } from '../markdown/glossary-terms.ts';
import { rehypeHeadingLinks } from '../markdown/heading-links.ts';
import { remarkHeadingIds } from '../markdown/heading-ids.ts';
import { rehypePrintNotes } from '../markdown/print-notes.ts';
import { remarkProvenance } from '../markdown/provenance.ts';
import { rehypeScrollBoxes } from '../markdown/scroll-boxes.ts';
import { rehypeSections } from '../markdown/sections.ts';
import { referredFiles, remarkSourceRegions } from '../markdown/source-regions.ts';
import { bundledPackages } from '../vite/bundled-packages.ts';
import { localAddress } from './address.ts';
import { moveBehindFirstPaint } from './after-first-paint.ts';
import { compileScript } from './compile-script.ts';
import { writeHeadersFile } from './headers.ts';
import { writeNotices } from './notices.ts';
import { writeSearchIndexes } from './search-index.ts';

export function handbook(): AstroIntegration {
  let root = '';
  return {
    name: 'handbook',
    hooks: {
      'astro:config:setup': async ({ command, config, injectScript, updateConfig }) => {
        root = fileURLToPath(config.root);
        const { processor } = config.markdown;
        if (!isUnifiedProcessor(processor)) {
          throw new Error('The handbook needs markdown.processor to be unified(…).');
        }
        processor.options.remarkPlugins.push(
          remarkHeadingIds,
          [remarkDemos, { root }],
          [remarkFormulaLinks, { root }],
          [remarkSourceRegions, { root }],
          [
            remarkDiagrams,
            {
              folder: join(root, 'src/site/diagrams'),
              draw: command === 'dev' ? drawOnce() : undefined,
            },
          ],
          remarkProvenance,
          [remarkCitations, { path: join(root, 'content/references/references.json') }],
        );
        processor.options.rehypePlugins.push(
          rehypeFormulaErrors,
          rehypeFormulaMathml,
          rehypeFormulaLinks,
          rehypeFormulaPunctuation,
          rehypeDates,
          rehypeScrollBoxes,
          [rehypePrintNotes, { site: config.site ?? localAddress }],
          [rehypeGlossaryTerms, { path: join(root, 'content/glossary/glossary.json') }],
          rehypeSections,
        );
        updateConfig({ vite: { plugins: [watchReferredFiles(root)] } });
        // The build puts it into the finished pages, with what it is to fetch.
        if (command === 'dev') {
          injectScript('head-inline', await compileScript('client/first-paint.ts'));
        }
      },
      'astro:config:done': ({ config }) => {
        const { processor } = config.markdown;
        // After the plugins of other integrations, which have added scripts and links by then.
        if (isUnifiedProcessor(processor)) {
          processor.options.rehypePlugins.push(rehypeCodeScripts, rehypeHeadingLinks);
        }
      },
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        writeSearchIndexes(folder, join(root, 'content/glossary/glossary.json'));
        writeNotices(root, folder, bundledPackages);
        await moveBehindFirstPaint(folder);
        placeMissingPages(folder);
      },
    },
  };
}

/** The headers, of what all other integrations have written: it stands last among them. */
export function headers(): AstroIntegration {
  return {
    name: 'handbook-headers',
    hooks: {
      'astro:build:done': ({ dir }) => writeHeadersFile(fileURLToPath(dir)),
    },
  };
}

/** Hosts look for the 404 page of a folder as `404.html`; Astro writes only the first one there. */
function placeMissingPages(folder: string): void {
  renameSync(join(folder, 'en/404/index.html'), join(folder, 'en/404.html'));
  rmdirSync(join(folder, 'en/404'));
}

/** Draws a diagram on the spot and remembers it for as long as `dev` runs. */
function drawOnce(): DrawDiagram {
  const drawn = new Map<string, Promise<string>>();
  return (diagram) => {
    const known = drawn.get(diagram.hash);
    if (known !== undefined) return known;
    const picture = import('./draw-diagrams.ts').then(async ({ drawDiagrams }) => {
      const [svg] = await drawDiagrams([diagram]);
      return svg ?? '';
    });
    drawn.set(diagram.hash, picture);
    return picture;
  };
}

/** Makes a page depend on the source files that it shows, on the references and the glossary. */
function watchReferredFiles(root: string): Plugin {
  return {
    name: 'handbook:watch-referred-files',
    enforce: 'pre',
    transform: {
      filter: { id: /\.mdx$/ },
      order: 'pre',
      handler(_code, id) {
        const text = readFileSync(id.split('?')[0] ?? id, 'utf8');
        for (const path of referredFiles(text)) this.addWatchFile(join(root, path));
        if (text.includes('[@')) {
          this.addWatchFile(join(root, 'content/references/references.json'));
        }
        this.addWatchFile(join(root, 'content/glossary/glossary.json'));
      },
    },
  };
}
