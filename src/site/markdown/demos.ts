/**
 * Markdown plugin: `<Demo name="memorise" figure="0.1" />` needs no import. Its description is found
 * by its name, so that a page carries the styles of its own demos only; language and page are added.
 * A name that no demo has fails the build.
 */
import { globSync } from 'node:fs';
import type { Program } from 'estree';
import type { Root } from 'mdast';
import type { MdxJsxAttribute, MdxJsxFlowElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { languageOfFile, slugOfFile } from '../locale.ts';

interface Options {
  /** The project’s folder. */
  readonly root: string;
}

/** The names of all demos: each is a folder with a description. */
export const demoNames = (root: string): string[] =>
  globSync('src/demos/*/demo.ts', { cwd: root }).map((path) => path.split(/[\\/]/).at(-2) ?? '');

/** What an attribute says, where it is written as a plain text. */
export function attributeOf(element: MdxJsxFlowElement, name: string): string | undefined {
  const found = element.attributes.find(
    (one) => one.type === 'mdxJsxAttribute' && one.name === name,
  );
  return typeof found?.value === 'string' ? found.value : undefined;
}

export function remarkDemos({ root }: Options) {
  return (tree: Root, file: VFile): void => {
    const known = demoNames(root);
    const used = new Map<string, string>();
    visit(tree, 'mdxJsxFlowElement', (element) => {
      if (element.name !== 'Demo') return;
      const [id = ''] = (attributeOf(element, 'name') ?? '').split('/');
      if (!known.includes(id)) {
        throw new Error(`There is no demo called “${id}”; there are ${known.join(', ')}.`);
      }
      if (attributeOf(element, 'figure') === undefined) {
        throw new Error(`The demo “${id}” has no figure's number.`);
      }
      const variable = used.get(id) ?? `demo${used.size}`;
      used.set(id, variable);
      element.attributes.push(
        reference('of', variable),
        { type: 'mdxJsxAttribute', name: 'language', value: languageOfFile(file.path) },
        { type: 'mdxJsxAttribute', name: 'page', value: slugOfFile(file.path) },
      );
    });
    if (used.size === 0) return;
    const imports = [...used].map(([id, variable]) => [variable, `@demos/${id}/demo.ts`] as const);
    for (const [name, path] of [...imports, ['Demo', '@demos/island/Demo.astro'] as const]) {
      tree.children.unshift({
        type: 'mdxjsEsm',
        value: '',
        data: { estree: importOf(name, path) },
      });
    }
  };
}

function reference(name: string, variable: string): MdxJsxAttribute {
  const estree: Program = {
    type: 'Program',
    sourceType: 'module',
    body: [{ type: 'ExpressionStatement', expression: { type: 'Identifier', name: variable } }],
  };
  const value = {
    type: 'mdxJsxAttributeValueExpression',
    value: variable,
    data: { estree },
  } as const;
  return { type: 'mdxJsxAttribute', name, value };
}

function importOf(name: string, path: string): Program {
  return {
    type: 'Program',
    sourceType: 'module',
    body: [
      {
        type: 'ImportDeclaration',
        specifiers: [{ type: 'ImportDefaultSpecifier', local: { type: 'Identifier', name } }],
        source: { type: 'Literal', value: path, raw: JSON.stringify(path) },
        attributes: [],
      },
    ],
  };
}
