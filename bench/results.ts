/** What a run of the bench found: the contents of `bench/results/latest.json`. */
import type { DecodingTime } from './page/decoding.ts';
import type { Task } from './tasks.ts';

/** One contestant on one task. */
export interface Row {
  /** Of `contestants.ts`, or `torch` or `torch-single`. */
  readonly contestant: string;
  /** Milliseconds a step, over all timed steps of all rounds. */
  readonly median: number;
  readonly minimum: number;
  readonly steps: number;
  /** × the reference's time in the same rounds; null where there is no PyTorch. */
  readonly ratio: number | null;
  /** Operations of the matrix products of a step by its median, in 10⁹ a second. */
  readonly gflops: number;
  readonly parameters: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
}

export interface SizeResult {
  /** The sweep it belongs to; `A` and `B` for the two named tasks. */
  readonly sweep: string;
  readonly label: string;
  readonly task: Task;
  readonly parameters: number;
  /** 10⁹ operations of the matrix products of a step. */
  readonly gflop: number;
  readonly rows: readonly Row[];
}

/** What a step sends to a graphics adapter, on average. */
export interface CountResult {
  readonly task: 'A' | 'B';
  readonly engine: 'ours' | 'plain';
  readonly backend: 'webgpu' | 'webgl';
  readonly dispatches: number;
  readonly submits: number;
  readonly allocations: number;
  readonly bytes: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
}

/** The best rate of our product of square matrices, in 10⁹ operations a second. */
export interface Peak {
  readonly size: number;
  readonly isolated: boolean;
  readonly threads: number;
  readonly gflops: number;
}

export interface Click {
  readonly page: string;
  /** From the click on Train to the first step, in milliseconds: each with nothing cached. */
  readonly milliseconds: readonly number[];
}

export interface Results {
  readonly date: string;
  readonly machine: { readonly processor: string; readonly cores: number; readonly system: string };
  readonly versions: Readonly<Record<string, string>>;
  readonly adapters: readonly {
    readonly id: string;
    readonly state: string;
    readonly reason: string;
  }[];
  readonly torch: string | null;
  readonly rounds: number;
  readonly peaks: readonly Peak[];
  readonly sizes: readonly SizeResult[];
  readonly counts: readonly CountResult[];
  /** Bytes in task B: the backend's memory, and the page with all its workers. */
  readonly memory: { readonly wasm: number; readonly page: number | null } | null;
  /** What one more token of task B's model costs, in milliseconds, with its cache and without. */
  readonly decoding: readonly DecodingTime[];
  readonly clicks: readonly Click[];
  /** Whatever did not check out, in sentences; empty in a sound run. */
  readonly complaints: readonly string[];
}
