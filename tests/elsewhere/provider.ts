/** Runs Vitest's browser tests in the Firefox and the WebKit that a Linux distribution packages. */
import { defineBrowserProvider } from '@vitest/browser';
import type { BrowserCommands } from 'vitest/browser';
import { launchFirefox, launchWebKit, safari, type Visitor } from './launch.ts';

/** Vitest's name for it, which its types leave out. */
const viewport = '__vitest_viewport' as keyof BrowserCommands;

export const packagedBrowsers = () =>
  defineBrowserProvider({
    name: 'packaged',
    supportedBrowser: ['firefox', 'webkit'],
    options: {},
    providerFactory(project) {
      const launch = (): Promise<Visitor> =>
        project.config.browser.name === 'firefox' ? launchFirefox() : launchWebKit(safari);
      // The only command that a run calls by itself; nothing there is looked at.
      project.browser!.registerCommand(viewport, () => Promise.resolve());
      let browser: Promise<Visitor> | undefined;
      return {
        name: 'packaged',
        supportsParallelism: false,
        getCommandsContext: () => ({}),
        openPage: async (_session, url) => (await (browser ??= launch())).open(url),
        close: async () => {
          await (await browser)?.close();
          browser = undefined;
        },
      };
    },
  });
