/** PyTorch beside us: finds a Python that has it, and keeps a process for each way of using the cores. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Effort, Timing } from './page/timing.ts';
import type { Task } from './tasks.ts';

export type TorchTiming = Omit<Timing, 'first'>;

/** The first of `PYTHON`, `python3` and `/usr/bin/python3` that has PyTorch; undefined where none has. */
export function findTorch(): string | undefined {
  const named = process.env['PYTHON'];
  const candidates = named === undefined || named === '' ? [] : [named];
  return [...candidates, 'python3', '/usr/bin/python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

export class Torch {
  readonly version: string;
  /** The name of the card that CUDA offers, or null. */
  readonly cuda: string | null;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(process: ChildProcess, lines: AsyncIterator<string>, hello: string) {
    const { version, cuda } = JSON.parse(hello) as { version: string; cuda: string | null };
    this.version = version;
    this.cuda = cuda;
    this.#process = process;
    this.#lines = lines;
  }

  /** @param environment what decides how many threads the libraries take */
  static async start(python: string, environment: Record<string, string>): Promise<Torch> {
    const child = spawn(python, [join(import.meta.dirname, 'torch_server.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Two pools of threads that spin while they wait would take the cores from each other.
      env: { ...process.env, OMP_WAIT_POLICY: 'passive', ...environment },
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const hello = await lines.next();
    if (hello.done === true)
      throw new Error(`${python} ended before it said which PyTorch it has.`);
    return new Torch(child, lines, hello.value);
  }

  /** @param threads of PyTorch itself; its BLAS has its own */
  async time(
    task: Task,
    effort: Effort,
    threads: number,
    device: 'cpu' | 'cuda' = 'cpu',
  ): Promise<TorchTiming> {
    this.#process.stdin!.write(`${JSON.stringify({ task, effort, threads, device })}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('PyTorch ended before it answered.');
    return JSON.parse(line.value) as TorchTiming;
  }

  stop(): void {
    this.#process.stdin!.end();
  }
}
