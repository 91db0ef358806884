/**
 * Keeps what other files import out of the file that a worker starts with. WebKit evaluates that
 * file once as the worker and once more when a file fetched later imports from it: the worker would
 * have two sessions that both answer, one of them without a model.
 */
import type { Plugin } from 'vite';

export function entryApart(): Plugin {
  return {
    name: 'entry-apart',
    options: (given) => ({ ...given, preserveEntrySignatures: 'strict' }),
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        for (const imported of [...file.imports, ...file.dynamicImports]) {
          const from = bundle[imported];
          if (from?.type !== 'chunk' || !from.isEntry) continue;
          throw new Error(`${file.fileName} imports from ${imported}, which a worker starts with.`);
        }
      }
    },
  };
}
