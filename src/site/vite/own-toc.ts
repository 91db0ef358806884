/** Puts our script for the tables of contents (`client/toc.ts`) in the place of Starlight's. */
import type { Plugin } from 'vite';

const starlights = /\/TableOfContents\/starlight-toc\.js$/;

/** @param ours the path of the module that exports `StarlightTOC` */
export function ownToc(ours: string): Plugin {
  return {
    name: 'own-toc',
    enforce: 'pre',
    load(id) {
      return starlights.test(id) ? `export { StarlightTOC } from ${JSON.stringify(ours)};` : null;
    },
  };
}
