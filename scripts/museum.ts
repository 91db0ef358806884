/**
 * `npm run museum`: runs every exhibit of the bug museum and stores what came out in
 * `src/museum/recorded.json`, which the page shows and the tests compare with. The scripts in Python
 * need `python3`; those in PyTorch `python3-torch` (Debian: `apt-get install -y python3-torch
 * libopenblas0-pthread`). `PYTHON` names another interpreter.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { createServer } from 'vite';
import { liveIds, pythonIds, torchIds, type LiveId } from '../src/museum/catalogue.ts';
import type { Exhibit, Run, See } from '../src/museum/exhibit.ts';
import { python, runScript } from './museum-python.ts';

const root = join(import.meta.dirname, '..');
// TensorFlow.js asks for Node's `util` in this way, also where it is loaded as a module.
Object.assign(globalThis, { require: createRequire(import.meta.url) });

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false },
  optimizeDeps: { noDiscovery: true },
  ssr: { noExternal: [/^@tensorflow\//] },
});

/** TensorFlow.js's packages name their modules without extensions, so Vite loads them, not Node. */
async function load<T>(path: string): Promise<T> {
  return (await server.ssrLoadModule(path)) as T;
}

const tf = await load<{
  setBackend: (name: string) => Promise<boolean>;
  version_core: string;
}>('@tensorflow/tfjs-core');
await load('@tensorflow/tfjs-backend-cpu');
await tf.setBackend('cpu');
const { exhibits } = await load<{ exhibits: Readonly<Record<LiveId, Exhibit>> }>(
  '/src/museum/exhibits/index.ts',
);
const { runVersion } = await load<{ runVersion: (version: (see: See) => void) => Run }>(
  '/src/museum/exhibit.ts',
);

const live = Object.fromEntries(
  liveIds.map((id) => {
    const { broken, fixed } = exhibits[id];
    return [id, { broken: runVersion(broken), fixed: runVersion(fixed) }];
  }),
);
await server.close();

const versions = {
  tfjs: tf.version_core,
  python: python('import platform; print(platform.python_version())'),
  torch: python('import torch; print(torch.__version__)'),
};
const scripts = Object.fromEntries(
  pythonIds.map((id) => [
    id,
    { broken: runScript(`${id}.broken.py`), fixed: runScript(`${id}.fixed.py`) },
  ]),
);
const torch = Object.fromEntries(torchIds.map((id) => [id, runScript(`${id}.broken.py`)]));

const path = join(root, 'src/museum/recorded.json');
const json = JSON.stringify({ versions, live, python: scripts, torch });
writeFileSync(path, await format(json, { ...(await resolveConfig(path)), parser: 'json' }));
console.log(
  `Recorded ${liveIds.length} exhibits, ${pythonIds.length} scripts, ${torchIds.length} in PyTorch.`,
);
