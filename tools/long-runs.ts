/**
 * When the long training runs are due. They take half an hour and can only come out differently where
 * something that bears on training has changed, so `tests/long-runs.json` keeps a digest of the sources
 * on which they last passed; on the same sources the short runs are enough.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the numbers of a training run depend on, and the tests that say how long and how well. */
const sources = [
  'src/{engine,maths,models,tasks,training}/**/*.{ts,json,wasm}',
  'public/data/*.txt',
  'tests/{parity,quality,soak}/**/*.{ts,json}',
];
const stampFile = 'tests/long-runs.json';

/** A digest of the sources and of the versions of TensorFlow.js. @param root the project's folder */
function trainingDigest(root: string): string {
  const digest = createHash('sha256');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const [name, version] of Object.entries(dependencies).sort()) {
    if (name.startsWith('@tensorflow/')) digest.update(`${name} ${version}\n`);
  }
  for (const name of globSync(sources, { cwd: root }).sort()) {
    digest.update(`${name.replaceAll('\\', '/')}\n`).update(readFileSync(join(root, name)));
  }
  return digest.digest('hex');
}

/** Whether the long runs have not passed on the sources as they are. */
export function areLongRunsDue(root: string): boolean {
  const file = join(root, stampFile);
  if (!existsSync(file)) return true;
  const { digest } = JSON.parse(readFileSync(file, 'utf8')) as { digest?: string };
  return digest !== trainingDigest(root);
}

/** Notes that the long runs have passed on the sources as they are, with how long each took in seconds. */
export function stampLongRuns(root: string, seconds: Readonly<Record<string, number>>): void {
  const passed = new Date().toISOString().slice(0, 10);
  const stamp = { digest: trainingDigest(root), passed, seconds };
  writeFileSync(join(root, stampFile), `${JSON.stringify(stamp, null, 2)}\n`);
}
