/**
 * ESLint rules about who imports whom, on paths as they resolve: `layers`, an allow-list for a folder,
 * and `no-cycle`. Both count imports of types, since those tie two files together as well.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { ESLint, Rule } from 'eslint';
import typescript from 'typescript';

const root = join(import.meta.dirname, '../..');

/** The path from the root of a file that `specifier` names in `file`, or undefined for a package. */
function resolved(file: string, specifier: string): string | undefined {
  const [path = ''] = specifier.split('?');
  if (!path.startsWith('.')) return undefined;
  return relative(root, join(dirname(file), path))
    .split(sep)
    .join('/');
}

const scripts = /^---\n[\s\S]*?\n---|<script[^>]*>[\s\S]*?<\/script>/gm;
const known = new Map<string, readonly string[]>();

/** The code that a file imports, asks for with `import()` or re-exports; not what it opens as a worker. */
function importsOf(path: string): readonly string[] {
  const before = known.get(path);
  if (before !== undefined) return before;
  const text = /\.(?:ts|js|mjs|svelte|astro)$/.test(path)
    ? readFileSync(join(root, path), 'utf8')
    : '';
  const code = /\.(?:svelte|astro)$/.test(path)
    ? [...text.matchAll(scripts)].map(([part]) => part.replace(/^<script[^>]*>|^---|---$/g, ''))
    : [text];
  const found = code
    .flatMap((part) => typescript.preProcessFile(part, true, false).importedFiles)
    .filter(({ fileName }) => !fileName.includes('?'))
    .map(({ fileName }) => resolved(join(root, path), fileName))
    .filter((one) => one !== undefined);
  known.set(path, found);
  return found;
}

/** The files on a shortest way of imports from one file to another, both included. */
function way(from: string, to: string): string[] | undefined {
  const cameFrom = new Map([[from, from]]);
  for (const one of cameFrom.keys()) {
    if (one === to) {
      const path = [one];
      while (path[0] !== from) path.unshift(cameFrom.get(path[0]!)!);
      return path;
    }
    for (const next of importsOf(one)) if (!cameFrom.has(next)) cameFrom.set(next, one);
  }
  return undefined;
}

/** Calls `see` with every module that a file names, and where. */
function onImports(see: (specifier: string, node: Rule.Node) => void): Rule.RuleListener {
  const look = (node: Rule.Node): void => {
    if (!('source' in node) || node.source?.type !== 'Literal') return;
    if (typeof node.source.value === 'string') see(node.source.value, node);
  };
  return {
    ImportDeclaration: look,
    ImportExpression: look,
    ExportNamedDeclaration: look,
    ExportAllDeclaration: look,
  };
}

const layers: Rule.RuleModule = {
  meta: {
    type: 'problem',
    // The folder, and what it may import beside itself: files, or folders with a slash at their end.
    schema: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
    messages: {
      closed: '{{folder}} may not depend on {{target}}: see the layers in ARCHITECTURE.md.',
    },
  },
  create(context) {
    const [folder, allowed] = context.options as [string, readonly string[]];
    const open = [folder, ...allowed];
    return onImports((specifier, node) => {
      const target = resolved(context.filename, specifier);
      if (target === undefined || open.some((one) => isAt(target, one))) return;
      context.report({ node, messageId: 'closed', data: { folder, target } });
    });
  },
};

/** Whether a path is the file or lies in the folder, which ends with a slash. */
const isAt = (path: string, place: string): boolean =>
  place.endsWith('/') ? path.startsWith(place) : path === place;

const noCycle: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { cycle: 'A circle of imports: {{files}}.' } },
  create(context) {
    const file = relative(root, context.filename).split(sep).join('/');
    return onImports((specifier, node) => {
      const target = specifier.includes('?') ? undefined : resolved(context.filename, specifier);
      const back = target === undefined ? undefined : way(target, file);
      if (back === undefined) return;
      context.report({ node, messageId: 'cycle', data: { files: [file, ...back].join(' → ') } });
    });
  },
};

export const imports: ESLint.Plugin = { rules: { layers, 'no-cycle': noCycle } };
