/** Traces without the time that other programs took: what moves, what stays, and in which order. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inThreadTime, type TraceEvent } from '../../../scripts/thread-time.ts';

const thread = { pid: 1, tid: 2 };
const isMain: TraceEvent = {
  ...thread,
  name: 'thread_name',
  ph: 'M',
  ts: 0,
  args: { name: 'CrRendererMain' },
};
const span = (name: string, ts: number, dur: number, tts: number, tdur: number): TraceEvent => ({
  ...thread,
  name,
  ph: 'X',
  ts,
  dur,
  tts,
  tdur,
});

it('shortens a task to the time of its thread and moves what lies inside', () => {
  // The task waits from 110 to 160; the layout in it waits from 170 to 190.
  const events = [
    isMain,
    span('RunTask', 100, 100, 1000, 30),
    span('Layout', 160, 35, 1010, 15),
    { ...thread, name: 'mark', ph: 'I', ts: 200 },
  ];
  const [, task, layout, mark] = inThreadTime(events);
  expect(task).toMatchObject({ ts: 100, dur: 30 });
  expect(layout).toMatchObject({ ts: 110, dur: 15 });
  expect(mark).toMatchObject({ ts: 200 });
});

it('leaves other threads, and threads without a clock of their own, as they are', () => {
  const events = [
    isMain,
    { ...span('RunTask', 100, 100, 1000, 30), tid: 3 },
    { ...thread, name: 'RunTask', ph: 'X', ts: 300, dur: 50 },
  ];
  expect(inThreadTime(events)).toEqual(events);
});

/** Tasks one after another, each with a child, in which thread and wall clocks drift apart. */
const traces = fc
  .array(
    fc.record({
      gap: fc.nat(50),
      pieces: fc.array(fc.record({ ran: fc.nat(40), waited: fc.nat(40) }), {
        minLength: 3,
        maxLength: 3,
      }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((tasks) => {
    const events: TraceEvent[] = [isMain];
    let wall = 1;
    let own = 5000;
    for (const { gap, pieces } of tasks) {
      wall += gap;
      const moments = [[wall, own]];
      for (const { ran, waited } of pieces) {
        wall += ran + waited;
        own += ran;
        moments.push([wall, own]);
      }
      const [a = [], b = [], c = [], d = []] = moments;
      const between = (name: string, from: number[], to: number[]): TraceEvent =>
        span(
          name,
          from[0] ?? 0,
          (to[0] ?? 0) - (from[0] ?? 0),
          from[1] ?? 0,
          (to[1] ?? 0) - (from[1] ?? 0),
        );
      events.push(between('RunTask', a, d), between('Layout', b, c));
      wall += 1;
    }
    return events;
  });

it('gives every span its thread time and keeps children inside their tasks', () => {
  fc.assert(
    fc.property(traces, (events) => {
      const moved = inThreadTime(events);
      for (let index = 1; index < events.length; index += 2) {
        const [task, child] = moved.slice(index, index + 2);
        const [oldTask, oldChild] = events.slice(index, index + 2);
        expect(task?.ts).toBe(oldTask?.ts);
        expect(task?.dur).toBeCloseTo(oldTask?.tdur ?? NaN, 6);
        expect(child?.dur).toBeCloseTo(oldChild?.tdur ?? NaN, 6);
        const end = (task?.ts ?? 0) + (task?.dur ?? 0);
        expect(child?.ts).toBeGreaterThanOrEqual(task?.ts ?? Infinity);
        expect((child?.ts ?? 0) + (child?.dur ?? 0)).toBeLessThanOrEqual(end + 1e-6);
      }
    }),
    { seed: 7 },
  );
});
