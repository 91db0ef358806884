import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatcher, nextFrame } from '../../../src/demos/run/events.ts';

it('hands on what came since the last frame, once a frame', () => {
  const frames: (() => void)[] = [];
  const delivered: (readonly number[])[] = [];
  const batcher = createBatcher<number>(
    (items) => delivered.push(items),
    (run) => frames.push(run),
  );
  batcher.push(1);
  batcher.push(2);
  expect(frames).toHaveLength(1);
  frames.pop()!();
  batcher.push(3);
  expect(frames).toHaveLength(1);
  frames.pop()!();
  batcher.push(4);
  batcher.clear();
  frames.pop()!();
  expect(delivered).toEqual([[1, 2], [3]]);
});

it('does not let a page that gets no frames collect without bound', () => {
  const delivered: number[] = [];
  const batcher = createBatcher<number>(
    (items) => delivered.push(...items),
    () => {},
  );
  for (let i = 0; i < 1000; i++) batcher.push(i);
  expect(delivered.length).toBeGreaterThan(900);
  expect(delivered).toEqual([...delivered.keys()]);
});

describe('the next frame of a page', () => {
  const page = new EventTarget();
  let frame: (() => void) | null = null;
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', page);
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
      frame = run;
      return 1;
    });
    vi.stubGlobal('cancelAnimationFrame', () => (frame = null));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([
    ['a frame', () => frame!()],
    ['a timer, where the frame is dropped', () => vi.runAllTimers()],
    ['coming back', () => page.dispatchEvent(new Event('visibilitychange'))],
  ])('is %s, and comes once', (_, pass) => {
    let runs = 0;
    nextFrame(() => runs++);
    expect(runs).toBe(0);
    pass();
    expect(runs).toBe(1);
    expect(frame).toBeNull();
    page.dispatchEvent(new Event('visibilitychange'));
    vi.runAllTimers();
    expect(runs).toBe(1);
  });
});
