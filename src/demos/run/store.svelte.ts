/**
 * One run as a panel sees it: the setting in the controls, the setting in the worker, the view
 * reduced from events, and earlier runs. The worker's client is fetched at the first click.
 */
import type { Localised } from '../../language.ts';
import type { RunClient } from '../../training/run/client.ts';
import { configProblem } from '../../training/config-problem.ts';
import { defaultFields, defaultTaskParameters, type RunConfig } from '../../training/config.ts';
import type { ModelId } from '../../training/kinds/index.ts';
import { findTask } from '../../tasks/index.ts';
import type { Question } from '../../training/kinds/messages.ts';
import type { Request, RunEvent, RunState } from '../../training/run/protocol.ts';
import { createBatcher, type Batcher } from './events.ts';
import { createNeighbours, type Neighbours } from './neighbours.ts';
import { notRestarted, pageLeft, pausedAway } from './notes.ts';
import { pin, type PinnedRun } from './pinned.ts';
import { inPage, type Surroundings } from './surroundings.ts';
import { cleared, initialView, reduce, type RunView } from './view.ts';

const loading = { type: 'preparing', stage: 'engine' } as const;

/** Seconds after which Reset ends a worker that did not answer it. */
const resetPatience = 2;

export class RunStore {
  /** What the controls show. */
  config = $state.raw<RunConfig>()!;
  /** What the present curve was or is trained with. */
  applied = $state.raw<RunConfig | null>(null);
  view = $state.raw<RunView>(initialView);
  pinned = $state.raw<readonly PinnedRun[]>([]);
  ownText = $state<string | undefined>();
  /** What the worker was asked for and has not yet done. */
  asked = $state<'pause' | 'reset' | null>(null);
  /** Seconds for which the worker has not answered, in whole tens. */
  silence = $state(0);
  /** How many other panels of this browser train beside this one. */
  others = $state(0);
  /** What a reader who comes back to the page has to know. */
  note = $state.raw<Localised | null>(null);
  #appliedText = $state<string | undefined>();
  /** Names of number boxes that hold no valid number. */
  invalid = $state.raw<ReadonlySet<string>>(new Set());

  readonly problem = $derived(configProblem(this.config));
  /** Whether the reader brings the text. */
  readonly asksText = $derived(findTask(this.config.task)?.asksText === true);
  readonly needsText = $derived(this.asksText && this.ownText === undefined);
  readonly blocked = $derived(this.problem !== null || this.needsText || this.invalid.size > 0);
  readonly changed = $derived(
    this.applied !== null &&
      (JSON.stringify(this.applied) !== JSON.stringify(this.config) ||
        (this.asksText && this.ownText !== this.#appliedText)),
  );

  readonly #surroundings: Surroundings;
  readonly #events: Batcher<RunEvent>;
  readonly #neighbours: Neighbours;
  #client: Promise<RunClient | null> | null = null;
  /** Calls the end of a worker off that is not answering. */
  #callOff = (): void => {};
  #listeners: ((event: RunEvent) => void)[] = [];

  constructor(config: RunConfig, surroundings: Partial<Surroundings> = {}) {
    this.config = config;
    this.#surroundings = { ...inPage, ...surroundings };
    this.#events = createBatcher((events) => this.#take(events), this.#surroundings.schedule);
    const { channel: open, clock } = this.#surroundings;
    this.#neighbours = createNeighbours({ open, clock }, (others) => (this.others = others));
  }

  /** Told of every event after the view has taken it in. */
  listen(listener: (event: RunEvent) => void): void {
    this.#listeners.push(listener);
  }

  #take(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type === 'state') this.#onState(event.state);
      this.view = reduce(this.view, event);
    }
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  #onState(state: RunState): void {
    if (state === 'idle') this.#keepCurve();
    if (state === 'running') this.note = null;
    this.#neighbours.set(state === 'running');
    const isDone =
      this.asked === 'reset' ? state === 'idle' || state === 'failed' : state !== 'running';
    if (isDone) this.#answered();
  }

  #answered(): void {
    this.#callOff();
    this.asked = null;
  }

  #keepCurve(): void {
    this.pinned = pin(this.pinned, this.view, this.applied);
  }

  async #connection(): Promise<RunClient | null> {
    const { connect, whyNotLoaded } = this.#surroundings;
    try {
      return await connect({
        onEvent: (event) => this.#events.push(event),
        onSilence: (seconds) => (this.silence = Math.floor(seconds / 10) * 10),
      });
    } catch {
      this.#client = null;
      const { code, localised: message } = await whyNotLoaded();
      this.#events.push({ type: 'failed', code, message });
      this.#events.push({ type: 'state', state: 'failed', step: 0 });
      return null;
    }
  }

  send(request: Request): void {
    this.#client ??= this.#connection();
    void this.#client.then((client) => client?.send(request));
  }

  /** Asks something about the model. */
  ask(question: Question): void {
    this.send({ type: 'ask', question });
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
    this.#appliedText = this.ownText;
    this.note = null;
    const ownText = this.asksText ? this.ownText : undefined;
    const config = $state.snapshot(this.config);
    this.send({ type: 'start', mode, config, ownText, base: this.#surroundings.base() });
  }

  /** The worker pauses between two steps; until then the panel says that it is about to. */
  pause(): void {
    this.asked = 'pause';
    this.send({ type: 'pause' });
  }

  resume(): void {
    this.send({ type: 'resume' });
  }

  step(): void {
    if (this.view.state === 'paused') this.send({ type: 'step' });
    else this.start('step');
  }

  /**
   * Back to step 0 with the same initialisation; while preparing, gives the attempt up. A worker that
   * does not answer is ended, so that this works whatever it is stuck in.
   */
  reset(): void {
    if (this.view.state === 'preparing' || this.view.state === 'failed') return this.#giveUp();
    if (this.asked === 'reset') return;
    this.#answered();
    this.asked = 'reset';
    this.#callOff = this.#surroundings.clock.after(resetPatience, () => this.#giveUp());
    this.send({ type: 'reset' });
  }

  #giveUp(): void {
    this.#keepCurve();
    this.leave();
    this.view = initialView;
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
    this.#forgive((name) => !(name in this.config.taskParameters));
    const { steps } = this.config.fields;
    this.change({
      model,
      fields: { ...defaultFields(model), ...(steps === undefined ? {} : { steps }) },
    });
  }

  setTask(id: string): void {
    const task = findTask(id);
    if (task === undefined) return;
    this.#forgive((name) => name in this.config.taskParameters);
    this.change({ task: id, taskParameters: { ...defaultTaskParameters(task) } });
  }

  setSeed(seed: number | null): void {
    this.#mark('seed', seed === null);
    if (seed !== null) this.change({ seed });
  }

  /** The boxes of these fields begin again; those of the others stay as they are. */
  #forgive(isAnew: (name: string) => boolean): void {
    this.invalid = new Set([...this.invalid].filter((name) => !isAnew(name)));
  }

  #mark(name: string, isInvalid: boolean): void {
    const others = [...this.invalid].filter((other) => other !== name);
    this.invalid = new Set(isInvalid ? [...others, name] : others);
  }

  unpin(id: string): void {
    this.pinned = this.pinned.filter((run) => run.id !== id);
  }

  /**
   * The page is being left.
   * @param kept it is only put aside, with its worker: a run then waits, and its reader is told so
   */
  away(kept: boolean): void {
    if (!kept) return this.abandon();
    // A page with an open channel may not be put aside.
    this.#neighbours.set(false);
    if (this.view.state !== 'running') return;
    this.pause();
    this.note = pausedAway;
  }

  /** Ends the worker because the panel is going. */
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

  /** A link that starts a run was come back to: its reader decides. */
  doNotRestart(): void {
    this.note = notRestarted;
  }

  /** Ends the worker. */
  leave(): void {
    const client = this.#client;
    this.#client = null;
    this.#events.clear();
    this.#answered();
    this.#neighbours.set(false);
    this.silence = 0;
    void client?.then((connected) => connected?.dispose());
  }
}
