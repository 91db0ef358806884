/** How the site is built: Starlight over `content/`, our Markdown plugins, Svelte islands. */
import { unified } from '@astrojs/markdown-remark';
import starlight from '@astrojs/starlight';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { fileURLToPath } from 'node:url';
import { siteAddress } from './src/site/build/address.ts';
import { codeBlockLabels, codeBlockWords } from './src/site/build/code-block-labels.ts';
import { handbook, headers } from './src/site/build/integration.ts';
import { storageScript } from './src/site/build/storage-script.ts';
import { sidebar } from './src/site/chapters.ts';
import { formulaOptions } from './src/site/markdown/formula-links.ts';
import { codeThemes } from './src/site/code-themes.ts';
import { collectPackages } from './src/site/vite/bundled-packages.ts';
import { curveNumbers } from './src/site/vite/curve-numbers.ts';
import { entryApart } from './src/site/vite/entry-apart.ts';
import { noWasmPool } from './src/site/vite/no-wasm-pool.ts';
import { ownToc } from './src/site/vite/own-toc.ts';
import { languageOfFile } from './src/site/locale.ts';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The small scripts of components stand in the page itself, whose policy names their hashes.
 * Nothing else may: the policy allows no fonts or scripts from `data:` addresses.
 */
const isPageScript = (file) => (/astro_type_script/.test(file) ? undefined : false);

export default defineConfig({
  // One request fewer before the first paint; all styles together are 25 KB compressed.
  build: { inlineStylesheets: 'always' },
  site: siteAddress(process.env.SITE_URL),
  trailingSlash: 'always',
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath],
      rehypePlugins: [[rehypeKatex, formulaOptions]],
    }),
  },
  integrations: [
    handbook(),
    starlight({
      title: { 'zh-CN': '大模型创业的生存之道', en: 'Surviving with Large Models' },
      defaultLocale: 'root',
      locales: {
        root: { label: '简体中文', lang: 'zh-CN' },
        en: { label: 'English', lang: 'en' },
      },
      sidebar: sidebar(),
      head: [{ tag: 'script', content: storageScript }],
      components: {
        Footer: './src/site/components/Footer.astro',
        LanguageSelect: './src/site/components/LanguageSelect.astro',
        PageTitle: './src/site/components/PageTitle.astro',
        Search: './src/site/components/Search.astro',
        Sidebar: './src/site/components/Sidebar.astro',
      },
      routeMiddleware: './src/site/head.ts',
      customCss: ['katex/dist/katex.min.css', './src/styles/tokens.css', './src/styles/site.css'],
      markdown: { processedDirs: ['./content'] },
      disable404Route: true,
      // The index of the search is written by the handbook’s own part of the build.
      pagefind: false,
      plugins: [codeBlockWords()],
      expressiveCode: {
        emitExternalStylesheet: false,
        plugins: [codeBlockLabels()],
        themes: [...codeThemes],
        useStarlightUiThemeColors: false,
        styleOverrides: {
          borderColor: 'var(--line)',
          borderRadius: '10px',
          codeFontSize: '0.84375rem',
          codeLineHeight: '1.7',
        },
        getBlockLocale: ({ file }) => (languageOfFile(file.path) === 'en' ? 'en' : 'zh-CN'),
      },
    }),
    svelte(),
    headers(),
  ],
  vite: {
    build: { assetsInlineLimit: isPageScript },
    plugins: [ownToc(path('./src/site/client/toc.ts')), curveNumbers(), collectPackages()],
    worker: { format: 'es', plugins: () => [noWasmPool(), entryApart(), collectPackages()] },
    resolve: {
      alias: {
        '@site': path('./src/site'),
        '@demos': path('./src/demos'),
        // Astro 7.3.0 imports this path in its image service but forgets to export it.
        'astro/_internal/logger': path('./node_modules/astro/dist/core/logger/core.js'),
      },
    },
    server: { headers: isolation },
    preview: { headers: isolation },
  },
});
