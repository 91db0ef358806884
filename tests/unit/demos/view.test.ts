import { describe, expect, it } from 'vitest';
import { initialView, reduce, runAttributes, type RunView } from '../../../src/demos/run/view.ts';
import { eventSchema } from '../../../src/training/run/protocol.ts';
import { backends, evaluation, story } from './story.ts';

const play = (events: typeof story, from: RunView = initialView): RunView =>
  events.reduce(reduce, from);

describe('reduce', () => {
  it('tells a whole run', () => {
    for (const event of story) expect(eventSchema.parse(event)).toEqual(event);
    const view = play(story);
    expect(view).toMatchObject({
      state: 'finished',
      step: 100,
      finished: 'steps',
      preparing: null,
    });
    expect(view.curve.steps).toHaveLength(100);
    expect(view.heldOut).toEqual({ steps: [50, 100], values: [3.3 / 50, 3.3 / 100] });
  });

  it('says what is being prepared', () => {
    const view = play(story.slice(0, 2));
    expect(view).toMatchObject({
      state: 'preparing',
      preparing: { stage: 'check', backend: 'wasm' },
    });
  });

  it('is clean after a reset but knows what was prepared', () => {
    const view = play([{ type: 'state', state: 'idle', step: 0 }], play(story));
    expect(view.curve.steps).toHaveLength(0);
    expect(view.metrics).toBeNull();
    expect(view.evaluation).toBeNull();
    expect(view.prepared?.backend).toBe('wasm');
  });

  it('keeps the table of backends while the next one is looked for', () => {
    const view = play([{ type: 'state', state: 'preparing', step: 0 }], play(story));
    expect(view.prepared).toBeNull();
    expect(view.backends).toEqual(backends);
  });

  it('keeps curve and step when the worker dies', () => {
    const message = { zh: '坏了', en: 'broken' };
    const view = play(
      [
        { type: 'failed', code: 'worker-died', message },
        { type: 'state', state: 'failed', step: 0 },
      ],
      play(story.slice(0, 9)),
    );
    expect(view).toMatchObject({ state: 'failed', step: 100, failure: message });
    expect(view.curve.steps).toHaveLength(100);
    const again = play([{ type: 'state', state: 'running', step: 0 }], view);
    expect(again.failure).toBeNull();
  });

  it('replaces a quick look by the full one at the same step', () => {
    const view = play([evaluation(100)], play(story));
    expect(view.heldOut.steps).toEqual([50, 100]);
  });

  it('drops a refusal once the same question is answered', () => {
    const message = { zh: '不行', en: 'no' };
    const refused = play([{ type: 'refused', question: 'continuation', message }], play(story));
    expect(refused.refused?.message).toEqual(message);
    const answer = { type: 'continuation', prompt: '', text: 'x' } as const;
    const answered = play([{ type: 'answer', step: 100, answer }], refused);
    expect(answered.refused).toBeNull();
    expect(answered.answers.continuation).toEqual(answer);
    expect(answered.answers.samples).toEqual(refused.answers.samples);
  });
});

describe('runAttributes', () => {
  it('is empty until known, then plain numbers', () => {
    expect(runAttributes(initialView)).toEqual({
      'data-run-state': 'idle',
      'data-run-step': '0',
      'data-run-loss': '',
      'data-run-held-out-loss': '',
      'data-run-accuracy': '',
      'data-run-backend': '',
      'data-run-tokens-per-second': '',
    });
    expect(runAttributes(play(story))).toMatchObject({
      'data-run-loss': '0.03',
      'data-run-held-out-loss': String(3.3 / 100),
      'data-run-accuracy': '0.5',
      'data-run-backend': 'wasm',
      'data-run-tokens-per-second': '500',
    });
  });
});
