import { expect, it } from 'vitest';
import { createBatcher } from '../../../src/demos/run/events.ts';

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
