/**
 * Expressive Code: what its copy buttons say, in the language of the page (without this, pages in
 * English would get the words of the default language), and a plugin that names every code block and makes it reachable by keyboard from the start.
 * The page's script (`client/scroll-boxes.ts`) takes the stop away where a block does not scroll.
 */
import type { StarlightPlugin } from '@astrojs/starlight/types';
import { definePlugin, type ExpressiveCodePlugin } from '@astrojs/starlight/expressive-code';
import { select } from '@astrojs/starlight/expressive-code/hast';

/** Starlight plugin with the words that it lacks in English and would take from the default language. */
export function codeBlockWords(): StarlightPlugin {
  return {
    name: 'Code block words',
    hooks: {
      // Starlight wants one, even of a plugin that only has words.
      'config:setup': () => undefined,
      'i18n:setup': ({ injectTranslations }) => {
        injectTranslations({
          en: {
            'expressiveCode.copyButtonTooltip': 'Copy to clipboard',
            'expressiveCode.copyButtonCopied': 'Copied',
            'expressiveCode.terminalWindowFallbackTitle': 'Terminal window',
          },
        });
      },
    },
  };
}

export function codeBlockLabels(): ExpressiveCodePlugin {
  return definePlugin({
    name: 'Code block labels',
    hooks: {
      postprocessRenderedBlock: ({ codeBlock, renderData }) => {
        const pre = select('pre', renderData.blockAst);
        if (pre === undefined) return;
        const number = (codeBlock.parentDocument?.positionInDocument?.groupIndex ?? 0) + 1;
        const name = codeBlock.locale === 'en' ? `Code ${number}` : `代码 ${number}`;
        Object.assign(pre.properties, {
          tabIndex: 0,
          role: 'group',
          ariaLabel: name,
          dataScrollLabel: name,
        });
      },
    },
  });
}
