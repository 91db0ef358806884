/**
 * `npm test`: the stages of the tests, two at a time where each does with one core, and a closing line
 * with the tests of all stages added up. After `--` come names of stages, to run these alone; `all` for
 * what `.ci/run` runs; `long` to run the training for as long as a changed engine needs, which is noted
 * where it passes.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { countsIn, failuresIn, type Counts } from '../tools/closing-line.ts';
import { areLongRunsDue, stampLongRuns } from '../tools/long-runs.ts';
import { takeTurns, type Turn } from '../tools/turns.ts';

const root = join(import.meta.dirname, '..');

interface Stage {
  readonly command: string;
  /** Those that must have ended, where they run too: `check` writes types, `build` writes `dist/`. */
  readonly after?: 'check' | 'build';
  /** Passes or fails as a whole. */
  readonly isOne?: true;
  /** Takes both cores, or is a matter of time: nothing runs beside it. */
  readonly isAlone?: true;
  /** Has a short and a long version. */
  readonly isTraining?: true;
}

/** A page of each kind; `npm run lighthouse` looks at all. */
const templates = [
  '/',
  '/02-algorithms/',
  '/04-project/',
  '/06-resources/',
  '/lab/transformer/',
  '/lab/calculators/',
  '/source/src/models/transformer-decoder.ts/',
  '/en/03-mathematics/',
];

const stages = {
  browser: { command: 'vitest run --project browser' },
  training: { command: 'vitest run --project training' },
  check: { command: 'npm run check', isOne: true },
  build: { command: 'npm run build', isOne: true, after: 'check' },
  lint: { command: 'npm run lint', isOne: true, after: 'check' },
  unit: { command: 'vitest run --project unit' },
  dist: { command: 'vitest run --project dist', after: 'build' },
  e2e: { command: 'playwright test --project e2e', after: 'build', isAlone: true },
  alone: { command: 'playwright test --project alone', after: 'build', isAlone: true },
  parity: { command: 'vitest run --project parity', isTraining: true },
  soak: { command: 'vitest run --project soak', isTraining: true },
  quality: {
    command: 'playwright test --project quality',
    after: 'build',
    isAlone: true,
    isTraining: true,
  },
  'firefox-webkit': { command: 'npm run firefox-webkit', after: 'build', isAlone: true },
  lighthouse: {
    command: `npm run lighthouse -- ${templates.join(' ')}`,
    after: 'build',
    isAlone: true,
  },
} satisfies Record<string, Stage>;

type Name = keyof typeof stages;
const everything = Object.keys(stages) as Name[];
const usual: readonly Name[] = everything.slice(0, everything.indexOf('parity'));
const training = everything.filter((name) => 'isTraining' in stages[name]);

const asked = process.argv.slice(2);
const unknown = asked.filter((one) => !['all', 'long', ...everything].includes(one));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}: ${everything.join(', ')}, all, long.`);
  process.exit(1);
}
const named = everything.filter((name) => asked.includes(name));
const chosen = asked.includes('all') ? everything : named.length > 0 ? named : usual;
const isLong = asked.includes('long') || areLongRunsDue(root);

const turn = takeTurns((text) => process.stdout.write(text));

/** Runs a command, shows what it writes when it is its turn, and keeps it. */
function run({ command, isTraining }: Stage, { write }: Turn): Promise<[string, boolean]> {
  const env = { ...process.env, LONG: isTraining === true && isLong ? '1' : '' };
  const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      write(part);
      output += part;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve([output, code === 0])));
}

interface Result extends Counts {
  readonly seconds: number;
  readonly failures: readonly string[];
}

async function resultOf(name: Name): Promise<Result> {
  const begun = performance.now();
  const stage: Stage = stages[name];
  const own = turn();
  own.write(`\n── ${name}${stage.isTraining === true && isLong ? ', long' : ''}\n`);
  const isLost = stage.after === 'build' && results.get('build')?.failed === 1;
  const [output, succeeded] = isLost ? ['There is no site to test.', false] : await run(stage, own);
  own.end();
  const counts = stage.isOne === true ? countsIn('', succeeded) : countsIn(output, succeeded);
  const passed = stage.isOne === true ? Number(succeeded) : counts.passed;
  // A stage that found nothing to run has proven nothing.
  const failed = counts.failed === 0 && passed === 0 ? 1 : counts.failed;
  const seconds = Math.round((performance.now() - begun) / 1000);
  return { passed, failed, seconds, failures: failed > 0 ? failuresIn(output) : [] };
}

const results = new Map<Name, Result>();
const running = new Map<Name, Promise<void>>();
const left = new Set(chosen);

/** What may begin now: two stages run at a time, and one that is alone only by itself. */
function next(): Name | undefined {
  return [...left].find((name) => {
    const { after, isAlone }: Stage = stages[name];
    const isReady = after === undefined || !chosen.includes(after) || results.has(after);
    const others = [...running.keys()].map((other): Stage => stages[other]);
    const isFree =
      isAlone === true ? others.length === 0 : others.length < 2 && !others.some((o) => o.isAlone);
    return isReady && isFree;
  });
}

while (left.size > 0 || running.size > 0) {
  for (let name = next(); name !== undefined; name = next()) {
    const one = name;
    left.delete(one);
    const ended = resultOf(one).then((result) => {
      results.set(one, result);
      running.delete(one);
    });
    running.set(one, ended);
  }
  await Promise.race(running.values());
}

console.log(`\n${'stage'.padEnd(16)} passed  failed  seconds`);
for (const name of chosen) {
  const { passed, failed, seconds } = results.get(name)!;
  const cells = [passed, failed, seconds].map((n, i) => String(n).padStart([6, 7, 8][i]!));
  console.log(`${name.padEnd(16)} ${cells.join(' ')}`);
}
const sum = (of: 'passed' | 'failed'): number =>
  [...results.values()].reduce((total, result) => total + result[of], 0);
if (isLong && sum('failed') === 0 && training.every((name) => results.has(name))) {
  stampLongRuns(
    root,
    Object.fromEntries(training.map((name) => [name, results.get(name)!.seconds])),
  );
}
for (const [name, { failures }] of results) {
  for (const text of failures) console.log(`\n── ${name} failed\n${text}`);
}
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
