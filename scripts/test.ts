/**
 * `npm test`: one stage after another, each with its time, and a closing line with the tests of all
 * stages added up. After `--` come names of stages, to run these alone; `all` for what `.ci/run` runs;
 * `long` to run the training for as long as a changed engine needs, which is noted where it passes.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { countsIn, type Counts } from '../tools/closing-line.ts';
import { areLongRunsDue, stampLongRuns } from '../tools/long-runs.ts';

const root = join(import.meta.dirname, '..');

interface Stage {
  readonly command: string;
  /** Passes or fails as a whole. */
  readonly isOne?: true;
  /** Reads `dist/`. */
  readonly needsBuild?: true;
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
  check: { command: 'npm run check', isOne: true },
  lint: { command: 'npm run lint', isOne: true },
  unit: { command: 'vitest run --project unit' },
  browser: { command: 'vitest run --project browser' },
  build: { command: 'npm run build', isOne: true },
  dist: { command: 'vitest run --project dist', needsBuild: true },
  e2e: { command: 'playwright test --project e2e', needsBuild: true },
  alone: { command: 'playwright test --project alone', needsBuild: true },
  'firefox-webkit': { command: 'npm run firefox-webkit', needsBuild: true },
  lighthouse: { command: `npm run lighthouse -- ${templates.join(' ')}`, needsBuild: true },
  parity: { command: 'vitest run --project parity', isTraining: true },
  soak: { command: 'vitest run --project soak', isTraining: true },
  quality: { command: 'playwright test --project quality', needsBuild: true, isTraining: true },
} satisfies Record<string, Stage>;

type Name = keyof typeof stages;
const everything = Object.keys(stages) as Name[];
const usual: readonly Name[] = everything.slice(0, everything.indexOf('firefox-webkit'));
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

/** Runs a command, shows what it writes, and counts. */
function run({ command, isOne, isTraining }: Stage): Promise<Counts> {
  const env = { ...process.env, LONG: isTraining === true && isLong ? '1' : '' };
  const child = spawn(command, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  let output = '';
  child.stdout.on('data', (part: Buffer) => {
    process.stdout.write(part);
    output += part.toString();
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const counts = countsIn(output, code === 0);
      resolve(isOne === true ? { passed: Number(code === 0), failed: Number(code !== 0) } : counts);
    });
  });
}

const results = new Map<Name, Counts & { seconds: number }>();
for (const name of chosen) {
  const begun = performance.now();
  const stage: Stage = stages[name];
  const isLost = stage.needsBuild === true && results.get('build')?.failed === 1;
  console.log(`\n── ${name}${stage.isTraining === true && isLong ? ', long' : ''}`);
  const counts = isLost ? { passed: 0, failed: 1 } : await run(stage);
  results.set(name, { ...counts, seconds: Math.round((performance.now() - begun) / 1000) });
}

console.log(`\n${'stage'.padEnd(16)} passed  failed  seconds`);
let [passed, failed] = [0, 0];
for (const [name, counts] of results) {
  // A stage that found nothing to run has proven nothing.
  const lost = counts.failed === 0 && counts.passed === 0 ? 1 : counts.failed;
  passed += counts.passed;
  failed += lost;
  const cells = [counts.passed, lost, counts.seconds].map((n, i) =>
    String(n).padStart([6, 7, 8][i]!),
  );
  console.log(`${name.padEnd(16)} ${cells.join(' ')}`);
}
if (isLong && failed === 0 && training.every((name) => results.has(name))) {
  stampLongRuns(
    root,
    Object.fromEntries(training.map((name) => [name, results.get(name)!.seconds])),
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
