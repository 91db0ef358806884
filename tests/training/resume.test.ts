/** A run that is resumed from a snapshot is the run, bit for bit, on the same backend. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/training/run/snapshot.ts';
import { smallModels, type SmallModel } from './models.ts';
import { Recorder } from './recorder.ts';
import { backends } from '../browser/support.ts';

/** Still warming up when the snapshot may be taken; dropout, and scheduled sampling where there is. */
function setting({ model, query }: SmallModel, backend: string, more: string): string {
  const sampled = model === 'lstm-seq2seq' ? '&teacher=0.7' : '';
  return `${query}${sampled}&backend=${backend}&warmup=8&decay=cosine&${more}`;
}

/** Emulated adapters need minutes to look at what is held out. */
const isSlow = (backend: string): boolean => backend === 'webgl' || backend === 'webgpu';

const finished = (recorder: Recorder): Promise<void> =>
  recorder.until(() => recorder.state === 'finished');

/** As it comes out of a worker. */
async function snapshotOf(recorder: Recorder): Promise<Snapshot> {
  await recorder.send({ type: 'snapshot' });
  return structuredClone(recorder.last('snapshot').snapshot);
}

/** All but the time that it took. */
const untimed = ({ curve, ...rest }: Snapshot) => ({
  ...rest,
  curve: { ...curve, stepTime: 0, runTime: 0 },
});

describe.each(smallModels)('$model', (small) => {
  test.each(backends.filter((id) => !isSlow(id)))(
    'goes on as if it had never stopped: %s',
    async (backend) => {
      // A text with a context below 16 is looked at every ten steps.
      const query = setting(small, backend, 'steps=24').replace('context=16', 'context=8');
      const whole = new Recorder(small.lab, query);
      await whole.start();
      await whole.until(() => whole.losses.length >= 3);
      const snapshot = await snapshotOf(whole);
      expect(snapshot.step).toBeLessThan(24);
      await finished(whole);
      const end = await snapshotOf(whole);
      whole.session.dispose();

      const resumed = new Recorder(small.lab, query);
      await resumed.start('run', {}, undefined, snapshot);
      await finished(resumed);
      expect(resumed.losses).toEqual(whole.losses);
      expect(resumed.last('evaluation')).toEqual(whole.last('evaluation'));
      expect(untimed(await snapshotOf(resumed))).toEqual(untimed(end));
      resumed.session.dispose();
    },
  );

  test.each(backends.filter(isSlow))(
    'takes the same steps after a snapshot: %s',
    async (backend) => {
      const query = setting(small, backend, 'steps=1000').replace('layers=2', 'layers=1');
      const whole = new Recorder(small.lab, query);
      await whole.start();
      await whole.until(() => whole.losses.length >= 1);
      const snapshot = await snapshotOf(whole);
      const count = snapshot.step + 3;
      await whole.until(() => whole.losses.length >= count);
      whole.session.dispose();

      const resumed = new Recorder(small.lab, query);
      await resumed.start('run', {}, undefined, snapshot);
      await resumed.until(() => resumed.losses.length >= count);
      await resumed.send({ type: 'pause' });
      expect(resumed.losses.slice(0, count)).toEqual(whole.losses.slice(0, count));
      resumed.session.dispose();
    },
  );

  test('tells its curve again, waits, and resets to the initial parameters', async () => {
    const query = setting(small, 'wasm', 'steps=8');
    const whole = new Recorder(small.lab, query);
    await whole.start('step');
    for (let step = 2; step <= 3; step++) await whole.send({ type: 'step' });
    const snapshot = await snapshotOf(whole);
    await whole.send({ type: 'step' });
    const [next] = whole.last('metrics').losses;
    // Also where the model is already there, and a step ahead.
    await whole.start('measure', {}, undefined, snapshot);
    const tensors = tf.memory().numTensors;
    await whole.start('measure', {}, undefined, snapshot);
    expect(whole.last('state')).toEqual({ type: 'state', state: 'paused', step: 3 });
    expect(tf.memory().numTensors).toBe(tensors);
    const told = whole.last('metrics').losses;
    expect(told.map(([step]) => step)).toEqual([1, 2, 3]);
    expect(
      whole
        .all('evaluation')
        .slice(-3)
        .map(({ step }) => step),
    ).toEqual([1, 2, 3]);
    await whole.send({ type: 'step' });
    expect(whole.last('metrics').losses).toEqual([next]);
    await whole.send({ type: 'reset' });
    await whole.send({ type: 'step' });
    expect(whole.last('metrics').losses).toEqual([told[0]]);
    whole.session.dispose();
  });
});

test('a snapshot of another setting is refused in a sentence; another backend may go on', async () => {
  const [small] = smallModels;
  const query = setting(small!, 'cpu', 'steps=8');
  const one = new Recorder(small!.lab, query);
  await one.start('step');
  const snapshot = await snapshotOf(one);
  await one.start('step', { backend: 'wasm' }, undefined, snapshot);
  expect(one.last('prepared').backend).toBe('wasm');
  expect(one.last('metrics').step).toBe(2);
  await one.start('step', { seed: 7 }, undefined, snapshot);
  expect(one.state).toBe('failed');
  expect(one.last('failed').code).toBe('cannot-resume');
  await one.send({ type: 'snapshot' });
  expect(one.all('snapshot')).toHaveLength(1);
  one.session.dispose();
});
