/**
 * Takes out of a Chrome trace the time in which the system ran other programs. A task of a page's
 * main thread carries two durations: by the clock on the wall, and by the time that its thread
 * really had a processor. On a machine that is busy otherwise the first is many times the second,
 * and whatever is computed from it says more about the machine than about the page.
 */

/** An event of the trace format; times are microseconds, `tts` and `tdur` by the thread's own clock. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tts?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: unknown };
}

/** An event with a duration by both clocks. */
interface Timed extends TraceEvent {
  readonly dur: number;
  readonly tts: number;
  readonly tdur: number;
}

/** A moment by both clocks. */
type Anchor = readonly [wall: number, thread: number];

interface Task {
  readonly start: number;
  readonly end: number;
  readonly anchors: readonly Anchor[];
}

const isTimed = (event: TraceEvent): event is Timed =>
  event.ph === 'X' &&
  event.dur !== undefined &&
  event.tts !== undefined &&
  event.tdur !== undefined;

const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;

/** The outermost events of one thread, each with the moments that the events inside it give. */
function tasksOf(events: readonly Timed[]): Task[] {
  const inOrder = [...events].sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const tasks: { start: number; end: number; anchors: Anchor[] }[] = [];
  for (const { ts, dur, tts, tdur } of inOrder) {
    let task = tasks.at(-1);
    if (task === undefined || ts >= task.end) {
      task = { start: ts, end: ts + dur, anchors: [] };
      tasks.push(task);
    }
    task.anchors.push([ts, tts], [Math.min(ts + dur, task.end), tts + tdur]);
  }
  for (const { anchors } of tasks) anchors.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return tasks;
}

/** The last task that begins at `moment` or before it. */
function taskAt(tasks: readonly Task[], moment: number): Task | undefined {
  let low = 0;
  let high = tasks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tasks[middle]?.start ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return tasks[low - 1];
}

/** `moment` of the wall clock as the wall would have shown it, had the task had a processor all along. */
function withoutWaiting({ start, anchors }: Task, moment: number): number {
  const [, first] = anchors[0] ?? [start, 0];
  let before: Anchor = [start, first];
  for (const anchor of anchors) {
    if (anchor[0] >= moment) {
      const [wall, thread] = before;
      const span = anchor[0] - wall;
      const part = span > 0 ? (moment - wall) / span : 1;
      const ran = thread + (anchor[1] - thread) * part - first;
      // The two clocks differ by some microseconds: no event may outlast the wall's time.
      return Math.min(moment, start + Math.max(0, ran));
    }
    before = anchor;
  }
  return Math.min(moment, start + before[1] - first);
}

/**
 * The same events, with every task on a page's main thread as long as its thread time; what lies
 * inside a task moves with it and keeps its order. Between tasks, and on other threads, nothing moves.
 */
export function inThreadTime<Event extends TraceEvent>(events: readonly Event[]): Event[] {
  const mainThreads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = new Map<string, Task[]>();
  const every: readonly TraceEvent[] = events;
  const timed = every.filter(isTimed);
  for (const thread of mainThreads) {
    tasks.set(thread, tasksOf(timed.filter((event) => threadOf(event) === thread)));
  }
  return events.map((event) => {
    const own = tasks.get(threadOf(event));
    const task = own && taskAt(own, event.ts);
    if (task === undefined || event.ts >= task.end) return event;
    const ts = withoutWaiting(task, event.ts);
    if (event.dur === undefined) return { ...event, ts };
    return { ...event, ts, dur: withoutWaiting(task, event.ts + event.dur) - ts };
  });
}
