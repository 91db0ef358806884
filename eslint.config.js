/** Lint: strict types, no `any`, exhaustive switches, short files, and the layers of ARCHITECTURE.md. */
import astro from 'eslint-plugin-astro';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { imports } from './tools/lint/imports.ts';

/** Small modules that know nothing of the rest. */
const everywhere = ['src/language.ts', 'src/clock.ts', 'src/pulse.ts', 'src/loading.ts'];

/** What a folder may import beside itself and those: files, or folders (with a slash at their end). */
const layers = {
  'src/maths': [],
  'src/fields': [],
  'src/economics': ['src/maths/'],
  'src/tasks': ['src/fields/', 'src/maths/'],
  'src/engine': ['src/maths/'],
  'src/models': ['src/engine/', 'src/maths/'],
  'src/museum': ['src/models/', 'src/engine/', 'src/maths/'],
  'src/training': ['src/models/', 'src/tasks/', 'src/engine/', 'src/fields/', 'src/maths/'],
  'src/ui': ['src/fields/', 'src/maths/'],
  'src/demos': [
    'src/ui/',
    'src/tasks/',
    'src/economics/',
    'src/fields/',
    'src/maths/',
    // The worker does the rest.
    'src/training/config-problem.ts',
    'src/training/config-query.ts',
    'src/training/config.ts',
    'src/training/fields/',
    'src/training/kinds/index.ts',
    'src/training/kinds/kind.ts',
    'src/training/kinds/messages.ts',
    'src/training/run/client.ts',
    'src/training/run/protocol.ts',
    'src/museum/catalogue.ts',
    'src/museum/client.ts',
    'src/museum/exhibit.ts',
    'src/museum/recorded.json',
  ],
  'src/site': ['src/museum/catalogue.ts', 'src/demos/island/early.ts', 'tools/chromium.ts'],
  'src/pages': ['src/site/'],
  scripts: ['src/', 'tools/'],
  bench: ['src/', 'tools/'],
  tools: [],
};
/** The wrappers of the demos are a part of the pages. */
const wrappers = [
  'src/site/locale.ts',
  'src/site/markdown/source-regions.ts',
  'src/site/museum-code.ts',
];
const withoutTensorFlow = 'src/{fields,maths,economics,tasks,ui,demos}';

const layerRule = (files, folder, allowed) => ({
  files,
  rules: { 'imports/layers': ['error', `${folder}/`, [...everywhere, ...allowed]] },
});

/** Globals of a page, which code without a DOM may not touch. */
const dom = ['document', 'window', 'localStorage', 'sessionStorage', 'HTMLElement', 'navigator'];

export default defineConfig(
  globalIgnores(['.astro/', 'dist/', 'public/', 'test-results/', 'playwright-report/']),
  // AssemblyScript, which its own compiler checks.
  globalIgnores(['src/engine/wasm/assembly/', 'src/engine/ops/*/assembly.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,svelte}'],
    extends: [tseslint.configs.strictTypeChecked, svelte.configs.recommended],
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-expect-error': true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `array[i]!` after a bounds argument reads better than a branch that cannot happen.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // It takes a field for narrowed although a callback or an await has changed it since.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // TensorFlow.js infers a tensor's rank from the assertion: that is how its types are used.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Tokens are code points; no text here has emoji made of several.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    // ESLint knows no types here; `astro check` does.
    files: ['**/*.astro', '**/*.astro/*.ts'],
    extends: [tseslint.configs.strict, astro.configs.recommended],
  },
  { files: ['**/*.{js,mjs}'], rules: { 'no-unused-vars': 'error' } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
  },
  {
    // What a template binds is `any` to ESLint; svelte-check knows its type. `void x` there names
    // what an effect depends on, and a plain Set is what does not need to redraw.
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.{ts,svelte,astro}'],
    plugins: { imports },
    rules: { 'imports/no-cycle': 'error' },
  },
  ...Object.entries(layers).map(([folder, allowed]) =>
    layerRule([`${folder}/**/*.{ts,svelte,astro}`], folder, allowed),
  ),
  layerRule(['src/demos/**/*.astro'], 'src/demos', [...layers['src/demos'], ...wrappers]),
  {
    files: [`${withoutTensorFlow}/**/*.{ts,svelte,astro}`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@tensorflow/', message: 'This folder has no TensorFlow.js.' }] },
      ],
    },
  },
  { files: ['src/**/*.{ts,svelte,astro}'], rules: { 'max-lines': ['error', 300] } },
  {
    files: ['{src,bench,scripts,tools}/**/*.{ts,svelte,astro}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['Object', 'Array'].map((kind) => ({
          selector: `SpreadElement > ${kind}Expression`,
          message: 'Write its parts without the spread; it only holds the formatter off a line.',
        })),
      ],
    },
  },
  {
    files: ['src/{fields,maths,economics,tasks,models,museum}/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...dom.map((name) => ({ name, message: 'This folder has no DOM.' })),
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);
