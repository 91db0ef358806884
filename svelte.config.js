/** Svelte for the islands: TypeScript in components, runes only. */
import { vitePreprocess } from '@astrojs/svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
