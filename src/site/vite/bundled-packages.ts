/** Vite plugin: which packages have code in the scripts that readers fetch, for their notices. */
import type { Plugin } from 'vite';

/** Names of packages, filled while the site is built, by the pages' build and by the workers'. */
export const bundledPackages = new Set<string>();

/** `…/node_modules/@scope/name/file.js` → `@scope/name`; undefined for the project's own files. */
export function packageOf(id: string): string | undefined {
  const path = id.replaceAll('\\', '/').split('/node_modules/').slice(1).at(-1);
  return /^(?:@[^/]+\/)?[^/]+/.exec(path ?? '')?.[0];
}

export function collectPackages(): Plugin {
  return {
    name: 'handbook:bundled-packages',
    generateBundle(_options, bundle) {
      if (this.environment.config.consumer !== 'client') return;
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        for (const id of file.moduleIds) {
          const name = packageOf(id);
          if (name !== undefined) bundledPackages.add(name);
        }
      }
    },
  };
}
