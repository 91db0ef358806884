/**
 * `npm run diagrams`: draws every Mermaid fence of the content whose picture is missing or stale
 * into `src/site/diagrams/` and deletes the pictures that nothing uses. `--all` draws all anew.
 */
import { globSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawDiagrams } from '../src/site/build/draw-diagrams.ts';
import { diagramFile, diagramsIn, type Diagram } from '../src/site/markdown/diagrams.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'src/site/diagrams');
mkdirSync(folder, { recursive: true });

const wanted = new Map<string, Diagram>();
for (const path of globSync('content/{zh,en}/**/*.mdx', { cwd: root })) {
  try {
    for (const diagram of diagramsIn(readFileSync(join(root, path), 'utf8'))) {
      wanted.set(`${diagram.hash}.svg`, diagram);
    }
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

const stored = new Set(readdirSync(folder).filter((name) => name.endsWith('.svg')));
const all = process.argv.includes('--all');
const missing = [...wanted].filter(([name]) => all || !stored.has(name)).map(([, one]) => one);
if (missing.length > 0) {
  const pictures = await drawDiagrams(missing);
  missing.forEach((diagram, index) => {
    writeFileSync(diagramFile(folder, diagram), `${pictures[index] ?? ''}\n`);
  });
}
const unused = [...stored].filter((name) => !wanted.has(name));
// A page that could not be read may still use a picture that looks unused.
if (process.exitCode === undefined) unused.forEach((name) => rmSync(join(folder, name)));
console.log(
  `Diagrams: ${wanted.size} in use, ${missing.length} drawn, ${unused.length} no longer used.`,
);
