/** Lint: strict types, no `any`, exhaustive switches, and the layers of ARCHITECTURE.md. */
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Which folders under `src/` a folder may not import from, and whether it may use tfjs. */
const layers = {
  fields: { not: rooms('fields'), tfjs: false },
  maths: { not: rooms('maths'), tfjs: false },
  economics: { not: rooms('economics', 'maths'), tfjs: false },
  tasks: { not: rooms('tasks', 'fields', 'maths'), tfjs: false },
  engine: { not: rooms('engine', 'maths'), tfjs: true },
  models: { not: rooms('models', 'engine', 'maths'), tfjs: true },
  museum: { not: rooms('museum', 'models', 'engine', 'maths'), tfjs: true },
  training: { not: rooms('training', 'models', 'tasks', 'engine', 'fields', 'maths'), tfjs: true },
  ui: { not: rooms('ui', 'fields', 'maths'), tfjs: false },
  demos: { not: ['models', 'engine', 'site'], tfjs: false },
};

function rooms(...allowed) {
  const all = [
    'demos',
    'economics',
    'engine',
    'fields',
    'maths',
    'models',
    'museum',
    'site',
    'tasks',
    'training',
    'ui',
  ];
  return all.filter((room) => !allowed.includes(room));
}

function layerRule(folder, { not, tfjs }) {
  const patterns = not.map((room) => ({
    regex: `(^|/)(\\.\\./|src/|@)${room}(/|$)`,
    message: `${folder} may not depend on ${room}: see the layers in ARCHITECTURE.md.`,
  }));
  if (!tfjs) {
    patterns.push({ regex: '^@tensorflow/', message: `${folder} does without TensorFlow.js.` });
  }
  return {
    files: [`src/${folder}/**/*.{ts,svelte,svelte.ts}`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

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
  ...Object.entries(layers).map(([folder, layer]) => layerRule(folder, layer)),
  {
    files: ['src/demos/**/*.{ts,svelte}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...layerRule('demos', layers.demos).rules['no-restricted-imports'][1].patterns,
            {
              regex: '(^|/)training/(run/(session|worker)|kinds/step)(\\.ts)?$',
              message: 'demos train only through training/run/client: the worker does the rest.',
            },
            {
              regex: '(^|/)museum/(worker|kit|exhibits/.*)(\\.ts)?$',
              message: 'demos run exhibits only through museum/client: the worker does the rest.',
            },
          ],
        },
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
