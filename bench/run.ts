/**
 * `npm run bench`: times the training step of this engine beside PyTorch, TensorFlow.js and jax-js,
 * in one sitting on this machine, and writes what it finds into README.md, `bench/results/latest.json`
 * and `bench/results/steps.svg`. `--quick` runs A and B once and writes nothing; `--only=ours,torch`
 * names contestants or, as `--only=A,B,sweep,counts,decode,click`, parts; `--rounds=5` takes more rounds of A and B.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, type as system } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { Pages, serve } from './browser.ts';
import { clicks } from './click.ts';
import { squareFlops } from './flops.ts';
import type { Effort } from './page/timing.ts';
import { plot } from './plot.ts';
import type { CountResult, Peak, Results, SizeResult } from './results.ts';
import { fastestThreads, runTask, sizeResult, type Plan, type References } from './rounds.ts';
import { between, figure, markdown } from './table.ts';
import { sweeps, taskA, taskB, type Task } from './tasks.ts';
import { findTorch, Torch } from './torch.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a number from 1.');

const parts = ['A', 'B', 'sweep', 'counts', 'memory', 'decode', 'click'] as const;
type Part = (typeof parts)[number];
const quickParts: readonly Part[] = ['A', 'B'];
const words = options.only?.split(',') ?? [];
const wantedParts = parts.filter((part) => words.includes(part));
const wantedContestants = words.filter((word) => !(parts as readonly string[]).includes(word));
const quickContestants = ['torch', 'torch-single', 'ours', 'ours-single', 'jax-main', 'jax-pool'];

const does = (part: Part): boolean =>
  wantedParts.length > 0 ? wantedParts.includes(part) : !options.quick || quickParts.includes(part);
const takesPart = (id: string): boolean =>
  wantedContestants.length > 0
    ? wantedContestants.includes(id)
    : !options.quick || quickContestants.includes(id);

const root = join(import.meta.dirname, '..');
const cores = cpus().length;
const few = { warmup: 0, milliseconds: 0, least: 2, most: 2 };
const one = { ...few, least: 1, most: 1 };
/** Engines compile while they run: a program of short steps is as fast as it gets after half a second. */
const steady = (milliseconds: number): Effort => ({
  warmup: Math.max(600, milliseconds / 2),
  milliseconds,
  least: 3,
  most: 400,
});
const short: Effort = { warmup: 0, milliseconds: 300, least: 1, most: 10 };

const versionOf = (name: string): string => {
  const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

const say = (text: string): void => console.log(text);

async function startTorch(): Promise<References | null> {
  const python = findTorch();
  if (python === undefined) {
    say('No Python with PyTorch here (python3, /usr/bin/python3 or PYTHON): going on without.');
    return null;
  }
  const torch = await Torch.start(python, {});
  const single = await Torch.start(python, { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' });
  const best = (task: Task) => fastestThreads(torch, task, cores, steady(800));
  return {
    torch,
    'torch-single': single,
    threads: { lstm: await best(taskA), gpt: await best(taskB) },
  };
}

async function measurePeaks(pages: Pages): Promise<Peak[]> {
  const sizes = [512, 1024];
  const found: Peak[] = [];
  for (const [isolated, threads] of [
    [true, cores],
    [false, 1],
  ] as const) {
    const request = { what: 'peak', engine: 'ours', backend: 'wasm', threads } as const;
    const answer = await pages.ask({ ...request, sizes, repeats: 40 }, isolated);
    for (const [index, size] of sizes.entries()) {
      const gflops = squareFlops(size) / answer.milliseconds[index]! / 1e6;
      found.push({ size, isolated, threads: answer.threads, gflops });
    }
  }
  return found;
}

/** The named tasks with narrow layers: how many commands a step takes does not depend on the width. */
const counted = [
  ['A', { ...taskA, embedding: 16, hidden: 32 }],
  ['B', { ...taskB, width: 32 }],
] as const;

async function measureCounts(pages: Pages, complaints: string[]): Promise<CountResult[]> {
  const found: CountResult[] = [];
  for (const [name, task] of counted) {
    for (const backend of ['webgpu', 'webgl'] as const) {
      for (const engine of ['ours', 'plain'] as const) {
        const request = { what: 'count', engine, backend, threads: 1, task } as const;
        // Ours keeps buffers and programs from one step to the next, theirs repeats itself at once.
        const effort = engine === 'ours' ? { warmup: 2, steps: 2 } : { warmup: 1, steps: 1 };
        try {
          const answer = await pages.ask({ ...request, ...effort }, true, {
            limit: engine === 'ours' ? 150 : 60,
          });
          const { counts, steps, firstLoss, lastLoss } = answer;
          found.push({
            task: name,
            engine,
            backend,
            firstLoss,
            lastLoss,
            dispatches: counts.dispatches / steps,
            submits: counts.submits / steps,
            allocations: counts.allocations / steps,
            bytes: counts.bytes / steps,
          });
          say(`${name}, ${engine}, ${backend}: ${counts.dispatches / steps} a step`);
        } catch (error) {
          complaints.push(
            `${name}, ${engine} on ${backend} was not counted: ${String(error).split('\n')[0]}`,
          );
        }
      }
    }
  }
  return found;
}

function report(size: SizeResult): void {
  say(`${size.sweep}: ${size.label} (${figure(size.gflop)} GFLOP)`);
  for (const { contestant, median, minimum, ratio, gflops } of size.rows) {
    const beside = ratio === null ? '' : `, ${ratio.toFixed(2)} × PyTorch`;
    say(
      `  ${contestant}: ${figure(median)} ms, at least ${figure(minimum)}${beside}, ${figure(gflops)} GFLOP/s`,
    );
  }
}

async function measureClicks(complaints: string[]): Promise<Results['clicks']> {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const site = await serve(join(root, 'dist'));
  try {
    return await clicks(site, 3);
  } catch (error) {
    complaints.push(`The site did not take a step: ${String(error).split('\n')[0]}`);
    return [];
  } finally {
    site.close();
  }
}

async function measure(pages: Pages, references: References | null): Promise<Results> {
  const adapters = await pages.find();
  const timed = new Set<string>(
    adapters.filter(({ state }) => state === 'good').map(({ id }) => id),
  );
  const complaints: string[] = [];
  const sizes: SizeResult[] = [];
  const plan = { pages, references, cores, timed, takesPart };
  async function run(
    sweep: string,
    label: string,
    task: Task,
    how: Pick<Plan, 'rounds' | 'efforts' | 'learns'>,
  ) {
    const found = await runTask(task, { ...plan, ...how });
    complaints.push(...found.complaints.map((one) => `${sweep}, ${label}: ${one}`));
    sizes.push(sizeResult(sweep, label, task, found.rows));
    report(sizes.at(-1)!);
  }

  const peaks = await measurePeaks(pages);
  for (const { size, threads, gflops } of peaks) {
    say(`${size}³ on ${threads} thread(s): ${figure(gflops)} GFLOP/s`);
  }
  const efforts = {
    steady: steady(1500),
    slow: { ...few, milliseconds: 1000, most: 8 },
    once: few,
  };
  const named = { rounds, efforts, learns: true };
  if (does('A')) await run('A', 'A', taskA, named);
  if (does('B')) await run('B', 'B', taskB, named);
  const brief = {
    rounds: 1,
    efforts: { steady: steady(600), slow: one, once: one },
    learns: false,
  };
  const known = (task: Task) =>
    sizes.some((size) => JSON.stringify(size.task) === JSON.stringify(task));
  for (const sweep of does('sweep') ? sweeps : []) {
    for (const { label, task } of sweep.sizes) {
      if (!known(task)) await run(sweep.name, label, task, brief);
    }
  }
  const inB = { what: 'time', engine: 'ours', backend: 'wasm', task: taskB } as const;
  const { memory } = does('memory')
    ? await pages.ask({ ...inB, threads: cores, effort: short, memory: true }, true)
    : { memory: null };
  const tokens = { contexts: [64, 128, 256], batch: 1, rounds: 12 };
  const { times: decoding } = does('decode')
    ? await pages.ask({ ...inB, ...tokens, what: 'decode', threads: cores }, true)
    : { times: [] };
  const counts = does('counts') ? await measureCounts(pages, complaints) : [];
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { processor: cpus()[0]!.model.trim(), cores, system: `${system()} ${release()}` },
    versions: {
      Chromium: pages.version,
      Node: process.versions.node,
      'TensorFlow.js': versionOf('@tensorflow/tfjs-core'),
      'jax-js': versionOf('@jax-js/jax'),
      ...(references === null ? {} : { PyTorch: references.torch.version }),
    },
    adapters,
    torch: references?.torch.version ?? null,
    rounds,
    peaks,
    sizes,
    counts,
    memory,
    decoding,
    complaints,
    clicks: does('click') ? await measureClicks(complaints) : [],
  };
}

const references = await startTorch();
const pages = await Pages.open();
try {
  const results = await measure(pages, references);
  for (const complaint of results.complaints) console.error(complaint);
  if (results.complaints.length > 0) process.exitCode = 1;
  if (options.quick || words.length > 0) {
    say(`\n${markdown(results, 'steps.svg')}`);
  } else {
    const folder = join(root, 'bench/results');
    mkdirSync(folder, { recursive: true });
    const json = join(folder, 'latest.json');
    const style = { ...(await resolveConfig(json)), parser: 'json' };
    writeFileSync(json, await format(JSON.stringify(results), style));
    writeFileSync(join(folder, 'steps.svg'), plot(results.sizes));
    const readme = join(root, 'README.md');
    const text = markdown(results, 'bench/results/steps.svg');
    writeFileSync(readme, between(readFileSync(readme, 'utf8'), 'bench', text));
    say('Written: README.md, bench/results/latest.json, bench/results/steps.svg.');
  }
} finally {
  await pages.close();
  references?.torch.stop();
  references?.['torch-single'].stop();
}
