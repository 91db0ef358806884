/** Runs the museum's Python scripts and says what they printed and how they ended. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Debian's own interpreter, which finds Debian's PyTorch; `PYTHON` names another. */
const interpreter = process.env['PYTHON'] ?? 'python3';
const folder = join(import.meta.dirname, '../src/site/scripts/museum');

export interface ScriptRun {
  /** What it printed, without the last line break. */
  readonly printed: string;
  /** The line with which Python ended it (`NameError: …`), or null. */
  readonly threw: string | null;
}

function run(args: readonly string[]): ScriptRun {
  const { error, stdout, stderr } = spawnSync(interpreter, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  const lines = stderr.trimEnd().split('\n');
  return {
    printed: stdout.trimEnd(),
    threw: lines.findLast((line) => /^\w+Error\b/.test(line)) ?? null,
  };
}

/** Runs a script of `src/site/scripts/museum/`. Throws where there is no interpreter. */
export const runScript = (name: string): ScriptRun => run([join(folder, name)]);

/** What a line of Python prints. Throws where it fails. */
export function python(code: string): string {
  const { printed, threw } = run(['-c', code]);
  if (threw !== null) throw new Error(`${interpreter} -c '${code}' ended with ${threw}`);
  return printed;
}
