/**
 * One run as a panel sees it: the setting in the controls, the setting in the worker, the view
 * reduced from events, and earlier runs. The worker's client is fetched at the first click.
 */
import type { Localised } from '../../language.ts';
import type { RunClient } from '../../training/client.ts';
import {
  configProblem,
  defaultFields,
  defaultTaskParameters,
  type ModelId,
  type RunConfig,
} from '../../training/config.ts';
import { findTask } from '../../tasks/index.ts';
import type { Request, RunEvent } from '../../training/protocol.ts';
import { createBatcher, nextFrame, type Batcher } from './events.ts';
import { pin, type PinnedRun } from './pinned.ts';
import { cleared, initialView, reduce, type RunView } from './view.ts';

export type Connect = (onEvent: (event: RunEvent) => void) => Promise<RunClient>;

const connectToWorker: Connect = async (onEvent) => {
  const { createRunClient } = await import('../../training/client.ts');
  return createRunClient(onEvent);
};

interface Surroundings {
  readonly connect: Connect;
  /** Runs something a little later, once. */
  readonly schedule: (run: () => void) => void;
  /** The site's root address. */
  readonly base: () => string;
}

const inPage: Surroundings = {
  connect: connectToWorker,
  schedule: nextFrame,
  base: () => new URL(import.meta.env.BASE_URL.replace(/\/?$/, '/'), location.href).href,
};

const loading = { type: 'preparing', stage: 'engine' } as const;

const loadFailed: Localised = {
  zh: '训练程序没能装载；请检查网络后再点“训练”。',
  en: 'The training program could not be loaded; check the network and press Train again.',
};

const pageLeft: Localised = {
  zh: '离开这一页时训练停下了；曲线还在，点“训练”可以重来。',
  en: 'Training stopped when this page was left; the curve is kept, and Train starts again.',
};

export class RunStore {
  /** What the controls show. */
  config = $state.raw<RunConfig>()!;
  /** What the present curve was or is trained with. */
  applied = $state.raw<RunConfig | null>(null);
  view = $state.raw<RunView>(initialView);
  pinned = $state.raw<readonly PinnedRun[]>([]);
  ownText = $state<string | undefined>();
  /** Names of number boxes that hold no valid number. */
  invalid = $state.raw<ReadonlySet<string>>(new Set());

  readonly problem = $derived(configProblem(this.config));
  readonly needsText = $derived(this.config.task === 'own-text' && this.ownText === undefined);
  readonly blocked = $derived(this.problem !== null || this.needsText || this.invalid.size > 0);
  readonly changed = $derived(
    this.applied !== null && JSON.stringify(this.applied) !== JSON.stringify(this.config),
  );

  readonly #surroundings: Surroundings;
  readonly #events: Batcher<RunEvent>;
  #client: Promise<RunClient | null> | null = null;
  #listeners: ((event: RunEvent) => void)[] = [];

  constructor(config: RunConfig, surroundings: Partial<Surroundings> = {}) {
    this.config = config;
    this.#surroundings = { ...inPage, ...surroundings };
    this.#events = createBatcher((events) => this.#take(events), this.#surroundings.schedule);
  }

  /** Told of every event after the view has taken it in. */
  listen(listener: (event: RunEvent) => void): void {
    this.#listeners.push(listener);
  }

  #take(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type === 'state' && event.state === 'idle') this.#keepCurve();
      this.view = reduce(this.view, event);
    }
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  #keepCurve(): void {
    this.pinned = pin(this.pinned, this.view, this.applied);
  }

  async #connection(): Promise<RunClient | null> {
    try {
      return await this.#surroundings.connect((event) => this.#events.push(event));
    } catch {
      this.#client = null;
      this.view = { ...this.view, state: 'failed', preparing: null, failure: loadFailed };
      return null;
    }
  }

  send(request: Request): void {
    this.#client ??= this.#connection();
    void this.#client.then((client) => client?.send(request));
  }

  /**
   * Trains, takes one step, or measures the backends again and stays at step 0; also after a finished
   * or failed run, from the start.
   */
  start(mode: 'run' | 'step' | 'measure'): void {
    if (this.blocked) return;
    this.#keepCurve();
    this.view = { ...cleared(this.view), state: 'preparing', preparing: loading };
    this.applied = this.config;
    const ownText = this.config.task === 'own-text' ? this.ownText : undefined;
    const config = $state.snapshot(this.config);
    this.send({ type: 'start', mode, config, ownText, base: this.#surroundings.base() });
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  resume(): void {
    this.send({ type: 'resume' });
  }

  step(): void {
    if (this.view.state === 'paused') this.send({ type: 'step' });
    else this.start('step');
  }

  /** Back to step 0 with the same initialisation; while preparing, gives the attempt up. */
  reset(): void {
    if (this.view.state === 'preparing' || this.view.state === 'failed') {
      this.#keepCurve();
      this.leave();
      this.view = initialView;
    } else {
      this.send({ type: 'reset' });
    }
  }

  /** Changes the setting in the controls; a run that is under way keeps its own. */
  change(change: Partial<RunConfig>): void {
    this.config = { ...this.config, ...change };
  }

  setField(name: string, value: RunConfig['fields'][string] | null): void {
    this.#mark(name, value === null);
    if (value !== null) this.change({ fields: { ...this.config.fields, [name]: value } });
  }

  setTaskParameter(name: string, value: RunConfig['fields'][string] | null): void {
    this.#mark(name, value === null);
    const { taskParameters } = this.config;
    if (value !== null) this.change({ taskParameters: { ...taskParameters, [name]: value } });
  }

  /** The other model with its own defaults; the number of steps stays, so that the axes agree. */
  setModel(model: ModelId): void {
    this.invalid = new Set();
    const { steps } = this.config.fields;
    this.change({
      model,
      fields: { ...defaultFields(model), ...(steps === undefined ? {} : { steps }) },
    });
  }

  setTask(id: string): void {
    const task = findTask(id);
    if (task === undefined) return;
    this.invalid = new Set();
    this.change({ task: id, taskParameters: { ...defaultTaskParameters(task) } });
  }

  setSeed(seed: number | null): void {
    this.#mark('seed', seed === null);
    if (seed !== null) this.change({ seed });
  }

  #mark(name: string, isInvalid: boolean): void {
    const others = [...this.invalid].filter((other) => other !== name);
    this.invalid = new Set(isInvalid ? [...others, name] : others);
  }

  unpin(id: string): void {
    this.pinned = this.pinned.filter((run) => run.id !== id);
  }

  /** Ends the worker because the page is being left; a page that comes back says so. */
  abandon(): void {
    const { state } = this.view;
    this.leave();
    if (state === 'preparing' || state === 'running' || state === 'paused') {
      this.view = {
        ...this.view,
        state: 'failed',
        preparing: null,
        failure: pageLeft,
      };
    }
  }

  /** Ends the worker. */
  leave(): void {
    const client = this.#client;
    this.#client = null;
    this.#events.clear();
    void client?.then((connected) => connected?.dispose());
  }
}
