/**
 * Expressive Code plugin: names every code block and makes it reachable by keyboard from the start.
 * The page's script (`client/scroll-boxes.ts`) takes the stop away where a block does not scroll.
 */
import { definePlugin, type ExpressiveCodePlugin } from '@astrojs/starlight/expressive-code';
import { select } from '@astrojs/starlight/expressive-code/hast';

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
