/** One task, all contestants in turn, PyTorch before and after each round. */
import { contestants, type Contestant, type Reference } from './contestants.ts';
import { stepFlops } from './flops.ts';
import type { Pages } from './browser.ts';
import type { Effort } from './page/timing.ts';
import type { Row, SizeResult } from './results.ts';
import { median, pairedRatio } from './statistics.ts';
import { parameterCount, type Task } from './tasks.ts';
import type { Torch } from './torch.ts';

/** PyTorch in the two ways in which ours is compared with it. */
export interface References {
  readonly torch: Torch;
  readonly 'torch-single': Torch;
  /** Threads of PyTorch itself with which it is fastest on all cores, by kind of task. */
  readonly threads: Readonly<Record<Task['kind'], number>>;
}

/** What was timed, round by round. */
interface Timings {
  readonly contestant: string;
  readonly reference: Reference;
  readonly rounds: number[][];
  readonly parameters: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
}

type Heard = Pick<Timings, 'parameters' | 'firstLoss' | 'lastLoss'> & { readonly steps: number[] };

const referenceIds = ['torch', 'torch-single'] as const;

function timeReference(
  references: References,
  id: Reference,
  task: Task,
  effort: Effort,
): Promise<Heard> {
  const threads = id === 'torch' ? references.threads[task.kind] : 1;
  return references[id].time(task, effort, threads);
}

/** The setting in which PyTorch is fastest on a task, of one thread and as many as there are cores. */
export async function fastestThreads(
  torch: Torch,
  task: Task,
  cores: number,
  effort: Effort,
): Promise<number> {
  const candidates = [...new Set([1, cores])];
  const times: number[] = [];
  for (const threads of candidates) {
    times.push(median((await torch.time(task, effort, threads)).steps));
  }
  return candidates[times.indexOf(Math.min(...times))]!;
}

/** What must hold of a contestant that does the work of the task. */
function check(task: Task, id: string, heard: Heard, learns: boolean): string[] {
  const complaints: string[] = [];
  const expected = parameterCount(task);
  if (heard.parameters !== expected) {
    complaints.push(`${id} trains ${heard.parameters} parameters, not ${expected}.`);
  }
  // Initial logits are small but not zero, and differ by initialisation.
  const uniform = Math.log(task.vocabulary);
  if (!(Math.abs(heard.firstLoss - uniform) < 0.15 * uniform)) {
    complaints.push(`${id} starts at a loss of ${heard.firstLoss}, not near ${uniform}.`);
  }
  if (!Number.isFinite(heard.lastLoss) || (learns && !(heard.lastLoss < heard.firstLoss))) {
    complaints.push(`${id} went from a loss of ${heard.firstLoss} to ${heard.lastLoss}.`);
  }
  return complaints;
}

export interface Plan {
  readonly pages: Pages;
  readonly references: References | null;
  readonly cores: number;
  /** Backends of which a timing says something: not those emulated in software. */
  readonly timed: ReadonlySet<string>;
  readonly takesPart: (id: string) => boolean;
  readonly rounds: number;
  readonly efforts: Readonly<Record<Contestant['pace'], Effort>>;
  /** Whether the loss has to fall; with a batch of one, single batches differ more than that. */
  readonly learns: boolean;
}

/** @returns the rows, and what does not check out */
export async function runTask(
  task: Task,
  plan: Plan,
): Promise<{ rows: Row[]; complaints: string[] }> {
  const { pages, references, cores, rounds, efforts } = plan;
  const timings = new Map<string, Timings>();
  const complaints: string[] = [];
  const around: Record<Reference, [number, number][]> = { torch: [], 'torch-single': [] };

  function note(id: string, reference: Reference, round: number, heard: Heard): void {
    const known = timings.get(id);
    if (known === undefined) complaints.push(...check(task, id, heard, plan.learns));
    const { steps, parameters, firstLoss, lastLoss } = heard;
    const timing = known ?? {
      contestant: id,
      reference,
      rounds: [],
      parameters,
      firstLoss,
      lastLoss,
    };
    (timing.rounds[round] ??= []).push(...steps);
    timings.set(id, timing);
  }
  async function beside(round: number): Promise<Record<Reference, number> | null> {
    if (references === null) return null;
    const medians = { torch: 0, 'torch-single': 0 };
    for (const id of referenceIds) {
      const heard = await timeReference(references, id, task, efforts.steady);
      note(id, id, round, heard);
      medians[id] = median(heard.steps);
    }
    return medians;
  }

  for (let round = 0; round < rounds; round++) {
    const before = await beside(round);
    for (const contestant of contestants as readonly Contestant[]) {
      const { id, engine, backend, isolated, threads, reference, pace, runs, wide } = contestant;
      if (!plan.takesPart(id) || !runs(task) || !plan.timed.has(backend)) continue;
      if (pace === 'once' && round > 0) continue;
      const count = threads === 'all' ? cores : threads;
      const request = { what: 'time', engine, backend, threads: count, task } as const;
      try {
        const heard = await pages.ask({ ...request, effort: efforts[pace] }, isolated, { wide });
        note(id, reference, round, heard);
      } catch (error) {
        complaints.push(`${id} did not run: ${String(error).split('\n')[0]}`);
      }
    }
    const after = await beside(round);
    if (before === null || after === null) continue;
    for (const id of referenceIds) around[id].push([before[id], after[id]]);
  }

  const flops = stepFlops(task);
  const rows = [...timings.values()].map((timing): Row => {
    const all = timing.rounds.flat();
    const middle = median(all);
    const { contestant, reference, parameters, firstLoss, lastLoss } = timing;
    const medians = timing.rounds.map((steps) => median(steps));
    const pairs = around[reference].slice(0, medians.length);
    return {
      contestant,
      median: middle,
      minimum: Math.min(...all),
      steps: all.length,
      ratio: pairs.length === 0 ? null : pairedRatio(medians, pairs),
      gflops: flops / middle / 1e6,
      parameters,
      firstLoss,
      lastLoss,
    };
  });
  return { rows, complaints };
}

export function sizeResult(
  sweep: string,
  label: string,
  task: Task,
  rows: readonly Row[],
): SizeResult {
  return {
    sweep,
    label,
    task,
    rows,
    parameters: parameterCount(task),
    gflop: stepFlops(task) / 1e9,
  };
}
