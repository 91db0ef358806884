/**
 * `npm run bench:gpu`: runs the WebGPU engine in Node, on a graphics adapter that the package
 * `webgpu` (Dawn) offers. First its losses are compared with those of the CPU backend; then, on a
 * real adapter, tasks A and B are timed beside PyTorch on CUDA, where a `python3` has that.
 * `-- --adapter=llvmpipe` takes the adapter with that in its name.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from '../../tools/chromium.ts';
import type { Effort } from '../page/timing.ts';
import { median } from '../statistics.ts';
import { figure, table } from '../table.ts';
import { taskA, taskB, type Task } from '../tasks.ts';
import { findTorch, Torch } from '../torch.ts';
import { installWebGpu, Modules } from './node.ts';
import type * as session from './session.ts';

const { values: options } = parseArgs({ options: { adapter: { type: 'string' } } });

/** Sizes that plain JavaScript trains in seconds, and that divide nothing. */
const compared: readonly (readonly [string, Task])[] = [
  ['LSTM', { ...taskA, embedding: 13, hidden: 27, length: 7, batch: 5 }],
  [
    'LSTM of two layers with attention',
    { ...taskA, embedding: 13, hidden: 27, layers: 2, attention: 'dot', length: 7, batch: 5 },
  ],
  ['GPT', { ...taskB, width: 36, heads: 3, layers: 2, context: 17, batch: 3 }],
];
type Session = typeof session;

const steps = 20;
/** Relative; the backends differ in the order of additions only. */
const tolerance = 1e-3;

async function compare(session: Session): Promise<boolean> {
  let sound = true;
  for (const [name, task] of compared) {
    const ours = await session.losses(task, 'webgpu', steps);
    const expected = await session.losses(task, 'cpu', steps);
    const worst = Math.max(...ours.map((one, i) => Math.abs(one / expected[i]! - 1)));
    // NaN is neither less nor more.
    const agrees = worst < tolerance;
    sound &&= agrees;
    console.log(
      `${name}: loss ${ours.at(-1)!.toFixed(5)} after ${steps} steps, ${expected.at(-1)!.toFixed(5)} on cpu; largest relative difference ${worst.toExponential(1)}${agrees ? '' : ': TOO LARGE'}`,
    );
  }
  return sound;
}

async function timeBesideTorch(session: Session): Promise<void> {
  const effort: Effort = { warmup: 500, milliseconds: 2000, least: 10, most: 500 };
  const python = findTorch();
  const torch = python === undefined ? null : await Torch.start(python, {});
  const cuda = torch !== null && torch.cuda !== null;
  if (!cuda) console.log('No Python with PyTorch and CUDA here: ours alone.');
  const rows: string[][] = [];
  for (const [name, task] of [
    ['A', taskA],
    ['B', taskB],
  ] as const) {
    const beside = async () =>
      cuda ? median((await torch.time(task, effort, 1, 'cuda')).steps) : null;
    const before = await beside();
    const { steps: timed } = await session.time(task, 'webgpu', effort);
    const after = await beside();
    const ours = median(timed);
    const reference = before === null || after === null ? null : (before + after) / 2;
    rows.push([
      name,
      figure(ours),
      figure(Math.min(...timed)),
      reference === null ? '–' : figure(reference),
      reference === null ? '–' : (ours / reference).toFixed(2),
    ]);
  }
  torch?.stop();
  const head = ['', 'ours, WebGPU: ms', 'fastest', 'PyTorch, CUDA: ms', '× PyTorch'];
  console.log(`\n${table(head, rows)}`);
}

/** Chromium brings an adapter in software; @returns how a second run that may use it ended */
function runEmulated(): number {
  const variable = 'VK_ICD_FILENAMES';
  const folders = [dirname(realpathSync(findChromium())), '/usr/lib/chromium'];
  const folder = folders.find((one) => existsSync(join(one, 'vk_swiftshader_icd.json')));
  if (folder === undefined || process.env[variable] !== undefined) {
    throw new Error('Dawn offers no graphics adapter here, and Chromium brings none in software.');
  }
  console.log('No graphics adapter here: taking the one in software that Chromium brings.');
  // The loader of Vulkan looks at these as a process starts.
  const env = {
    ...process.env,
    [variable]: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: [folder, process.env['LD_LIBRARY_PATH'] ?? ''].join(':'),
  };
  const { status } = spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' });
  return status ?? 1;
}

const release = installWebGpu(options.adapter === undefined ? [] : [`adapter=${options.adapter}`]);
const modules = await Modules.open();
try {
  const session = (await modules.load('bench/gpu/session.ts')) as Session;
  const { state, reason } = await session.adapter();
  if (state === 'missing') {
    process.exitCode = runEmulated();
  } else {
    console.log(reason);
    if (!(await compare(session))) process.exitCode = 1;
    if (state === 'good') await timeBesideTorch(session);
    else console.log('On an emulated adapter a timing would say nothing, so none is taken.');
  }
} finally {
  await modules.close();
  release();
}
