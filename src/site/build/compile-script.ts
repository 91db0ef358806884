/** Compiles a script of the site into one text that can stand in a page. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** @param path the script, relative to `src/site/` */
export async function compileScript(path: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(`../${path}`, import.meta.url)),
        output: { format: 'iife' },
      },
    },
  });
  const [first] = [result].flat();
  const [script] = first !== undefined && 'output' in first ? first.output : [];
  if (script?.type !== 'chunk') throw new Error(`Compiling ${path} gave no script.`);
  return script.code.trim();
}
