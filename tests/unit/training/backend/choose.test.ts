/** Which backend is taken, from what was found, checked and timed: no backend takes part. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BackendFinding } from '../../../../src/engine/probes.ts';
import { ReaderError, type Localised } from '../../../../src/language.ts';
import { decide, fastest, groupsToTry } from '../../../../src/training/backend/decide.ts';
import { chooseBackend } from '../../../../src/training/backend/prepare.ts';
import { trialLimit, type Rig, type Start } from '../../../../src/training/backend/probe.ts';
import type { ChoiceStore } from '../../../../src/training/backend/store.ts';
import type { Trial } from '../../../../src/training/backend/trials.ts';
import { backendIds, type BackendChoice, type BackendId } from '../../../../src/training/config.ts';

type State = BackendFinding['state'];

const finding = (id: BackendId, state: State): BackendFinding => ({
  id,
  state,
  reason: { zh: `${id} 的情况`, en: `about ${id}` },
});

/** A device on which some backends are there, some compute wrongly, and each has its speed. */
interface Device {
  readonly states?: Partial<Record<BackendId, State>>;
  /** Ids whose self-check fails, with its error. */
  readonly wrong?: Partial<Record<BackendId, number>>;
  readonly stuck?: readonly BackendId[];
  /** Ids whose self-check throws. */
  readonly throws?: readonly BackendId[];
  /** What never settles. */
  readonly hangs?: readonly `${'check' | 'time'} ${BackendId}`[];
  readonly notes?: Partial<Record<BackendId, Localised>>;
  /** Ids on which the model has a tensor above the limit. */
  readonly small?: readonly BackendId[];
  readonly milliseconds?: Partial<Record<BackendId, number>>;
  readonly remembered?: unknown;
}

/** Backends that note what is asked of them. */
class Fake implements Rig, ChoiceStore {
  readonly findings: BackendFinding[];
  readonly calls: string[] = [];
  current: BackendId | null = null;
  stored: unknown;
  readonly #device: Device;

  constructor(device: Device = {}) {
    this.#device = device;
    this.stored = device.remembered;
    this.findings = backendIds.map((id) => finding(id, device.states?.[id] ?? 'good'));
  }

  start(id: BackendId): Promise<Start> {
    if (this.#device.stuck?.includes(id)) {
      return Promise.resolve({ notStarted: { zh: '没能启动', en: 'it did not start' } });
    }
    this.current = id;
    return Promise.resolve({ note: this.#device.notes?.[id] ?? null });
  }

  tooLarge(id: BackendId) {
    expect(this.current).toBe(id);
    return this.#device.small?.includes(id)
      ? { zh: '张量太大', en: 'a tensor is too large' }
      : null;
  }

  check(id: BackendId) {
    expect(this.current).toBe(id);
    this.calls.push(`check ${id}`);
    if (this.#device.hangs?.includes(`check ${id}`)) return new Promise<never>(() => {});
    if (this.#device.throws?.includes(id)) throw new Error(`${id} broke`);
    const error = this.#device.wrong?.[id];
    return Promise.resolve({ passed: error === undefined, error: error ?? 1e-6, milliseconds: 40 });
  }

  time(id: BackendId): Promise<number> {
    expect(this.current).toBe(id);
    this.calls.push(`time ${id}`);
    if (this.#device.hangs?.includes(`time ${id}`)) return new Promise<never>(() => {});
    const milliseconds = this.#device.milliseconds?.[id];
    return milliseconds === undefined
      ? Promise.reject(new Error(`${id} broke`))
      : Promise.resolve(milliseconds);
  }

  read(): Promise<unknown> {
    return Promise.resolve(this.stored);
  }

  write(_key: string, value: unknown): Promise<void> {
    this.stored = structuredClone(value);
    return Promise.resolve();
  }

  choose(choice: BackendChoice, afresh: boolean) {
    const memory = { choices: this, date: () => 1000, key: 'this device', afresh };
    return chooseBackend({ choice, findings: this.findings }, this, memory);
  }
}

async function choose(device: Device, choice: BackendChoice = 'auto', afresh = false) {
  const fake = new Fake(device);
  const result = await fake.choose(choice, afresh);
  const statuses = Object.fromEntries(result.reports.map(({ id, status }) => [id, status]));
  const reason = (id: BackendId) => result.reports.find((report) => report.id === id)!.reason;
  return { ...result, fake, statuses, reason };
}

const allThere = { milliseconds: { webgpu: 3, webgl: 9, wasm: 5 } };

describe('a backend whose limits the model passes', () => {
  it('is neither checked nor timed, and the table says why', async () => {
    const { backend, fake, statuses, reason } = await choose({ ...allThere, small: ['webgpu'] });
    expect(backend).toBe('wasm');
    expect(fake.calls.filter((call) => call.endsWith('webgpu'))).toEqual([]);
    expect(statuses['webgpu']).toBe('unavailable');
    expect(reason('webgpu').en).toBe('a tensor is too large');
  });

  it('is refused with that reason where it was asked for', async () => {
    const { backend } = await choose({ ...allThere, small: ['webgpu'] }, 'webgpu');
    expect(backend).toBeInstanceOf(ReaderError);
    expect((backend as ReaderError).localised.en).toContain('a tensor is too large');
    expect((backend as ReaderError).localised.zh).toContain('张量太大');
  });
});

describe('automatic', () => {
  it('takes the fastest of those that pass, and times no plain JavaScript', async () => {
    const { backend, fake, statuses, reports, measured } = await choose(allThere);
    expect(backend).toBe('webgpu');
    expect(fake.calls).toEqual([
      ...['check webgpu', 'check webgl', 'check wasm'],
      ...['time webgpu', 'time webgl', 'time wasm'],
    ]);
    expect(statuses).toEqual({
      ...{ webgpu: 'chosen', webgl: 'passed', wasm: 'passed', cpu: 'untried' },
    });
    expect(reports.map(({ stepMilliseconds }) => stepMilliseconds)).toEqual([3, 9, 5, null]);
    expect(reports.map(({ checkMilliseconds }) => checkMilliseconds)).toEqual([40, 40, 40, null]);
    expect(measured).toEqual({ at: 1000, remembered: false });
  });

  it('takes a later one where it is faster', async () => {
    const { backend } = await choose({ milliseconds: { webgpu: 6, webgl: 9, wasm: 5 } });
    expect(backend).toBe('wasm');
  });

  it('takes the first of equals', async () => {
    const { backend } = await choose({ milliseconds: { webgpu: 5, webgl: 5, wasm: 5 } });
    expect(backend).toBe('webgpu');
  });

  it('names one that computes wrongly and skips it, however fast it is', async () => {
    const { backend, statuses, reason, fake } = await choose({
      ...allThere,
      wrong: { webgpu: 0.25 },
    });
    expect(backend).toBe('wasm');
    expect(statuses['webgpu']).toBe('failed');
    expect(reason('webgpu').en).toContain('25%');
    expect(reason('webgpu').zh).toContain('25%');
    expect(fake.calls).not.toContain('time webgpu');
  });

  it('names one whose check gives no finite number', async () => {
    const { statuses, fake } = await choose({ ...allThere, wrong: { webgl: Number.NaN } });
    expect(statuses['webgl']).toBe('failed');
    expect(fake.stored).toMatchObject({ trials: [{}, { id: 'webgl', error: null }, {}] });
  });

  it('does not time the only one that passes', async () => {
    const { backend, fake, measured, reports } = await choose({
      states: { webgpu: 'slow', webgl: 'missing' },
    });
    expect(backend).toBe('wasm');
    expect(fake.calls).toEqual(['check wasm']);
    expect(measured).toBeNull();
    expect(fake.stored).toBeUndefined();
    expect(reports.map(({ status }) => status)).toEqual([
      ...['untried', 'unavailable', 'chosen', 'untried'],
    ]);
  });

  it('skips one that breaks while it is timed', async () => {
    const { backend, statuses } = await choose({ milliseconds: { webgl: 9, wasm: 5 } });
    expect(backend).toBe('wasm');
    expect(statuses['webgpu']).toBe('failed');
  });

  it('passes on what the reader can mend instead of blaming a backend', async () => {
    const fake = new Fake(allThere);
    fake.time = () => Promise.reject(new ReaderError('text-too-short', { zh: '短', en: 'short' }));
    await expect(fake.choose('auto', false)).rejects.toThrow('short');
  });

  it('falls back on plain JavaScript, then on software adapters', async () => {
    const states = { webgpu: 'slow', webgl: 'slow' } as const;
    const plain = await choose({ states, wrong: { wasm: 1 } });
    expect(plain.backend).toBe('cpu');
    expect(plain.fake.calls).toEqual(['check wasm', 'check cpu']);
    const milliseconds = { webgpu: 90, webgl: 80 };
    const slow = await choose({ states, wrong: { wasm: 1, cpu: 1 }, milliseconds });
    expect(slow.backend).toBe('webgl');
    expect(slow.statuses).toMatchObject({ wasm: 'failed', cpu: 'failed', webgpu: 'passed' });
  });

  it('says what is the matter with each where none can be used', async () => {
    const { backend, reports, fake } = await choose({
      states: { webgl: 'missing' },
      stuck: ['webgpu'],
      wrong: { wasm: 0.5, cpu: 2 },
    });
    expect(backend).toBeInstanceOf(ReaderError);
    const { localised } = backend as ReaderError;
    for (const sentence of [localised.zh, localised.en]) {
      for (const name of ['WebGPU', 'WebGL', 'WASM', 'CPU']) expect(sentence).toContain(name);
      expect(sentence).toContain('50%');
    }
    expect(reports.some(({ status }) => status === 'chosen')).toBe(false);
    expect(fake.stored).toBeUndefined();
  });
});

describe('a backend that was asked for', () => {
  it('is checked, not timed, and taken though others are faster', async () => {
    const { backend, fake, statuses, reason } = await choose(allThere, 'cpu');
    expect(backend).toBe('cpu');
    expect(fake.calls).toEqual(['check cpu']);
    expect(statuses).toEqual({
      ...{ webgpu: 'untried', webgl: 'untried', wasm: 'untried', cpu: 'chosen' },
    });
    expect(reason('webgpu').en).toContain('you chose CPU');
  });

  it('may be one on a software adapter', async () => {
    const { backend } = await choose({ states: { webgpu: 'slow' } }, 'webgpu');
    expect(backend).toBe('webgpu');
  });

  it.each([
    ['computes wrongly', { wrong: { webgl: 0.5 } }, '50%'],
    ['is not there', { states: { webgl: 'missing' } }, 'about webgl'],
    ['does not start', { stuck: ['webgl'] }, 'did not start'],
  ] as const)('is refused, not replaced, where it %s', async (_, device, why) => {
    const { backend, fake } = await choose(device, 'webgl');
    expect(backend).toBeInstanceOf(ReaderError);
    expect((backend as ReaderError).localised.en).toMatch(/WebGL.*automatic/);
    expect((backend as ReaderError).localised.en).toContain(why);
    expect((backend as ReaderError).localised.zh).toMatch(/WebGL.*自动/);
    expect(fake.calls.filter((call) => !call.endsWith('webgl'))).toEqual([]);
  });
});

describe('what was measured', () => {
  const measured = async (): Promise<unknown> => (await choose(allThere)).fake.stored;

  it('is remembered: only the winner is checked again, nothing is timed', async () => {
    const again = await choose({ remembered: await measured() });
    expect(again.backend).toBe('webgpu');
    expect(again.fake.calls).toEqual(['check webgpu']);
    expect(again.measured).toEqual({ at: 1000, remembered: true });
    const times = again.reports.map(({ stepMilliseconds }) => stepMilliseconds);
    expect(times).toEqual([3, 9, 5, null]);
    expect(again.statuses['webgl']).toBe('passed');
  });

  it('is measured again when asked for', async () => {
    const remembered = await measured();
    const slower = { milliseconds: { webgpu: 30, webgl: 9, wasm: 5 }, remembered };
    const { backend, measured: now, fake } = await choose(slower, 'auto', true);
    expect(backend).toBe('wasm');
    expect(now).toEqual({ at: 1000, remembered: false });
    expect(fake.stored).toMatchObject({ trials: [{ stepMilliseconds: 30 }, {}, {}] });
  });

  it('is measured again when its winner fails its check', async () => {
    const remembered = await measured();
    const { backend, statuses } = await choose({ ...allThere, wrong: { webgpu: 1 }, remembered });
    expect(backend).toBe('wasm');
    expect(statuses['webgpu']).toBe('failed');
  });

  it('is measured again when its winner is no longer there', async () => {
    const remembered = await measured();
    const { backend } = await choose({ ...allThere, states: { webgpu: 'missing' }, remembered });
    expect(backend).toBe('wasm');
  });

  it('does not bind a reader who asks for a backend', async () => {
    const { backend, measured: decided } = await choose({ remembered: await measured() }, 'webgl');
    expect(backend).toBe('webgl');
    expect(decided).toBeNull();
  });

  it.each([
    undefined,
    null,
    'webgl',
    {},
    { at: 'today', trials: [] },
    { at: 1, trials: [] },
    { at: 1, trials: [{ id: 'metal', outcome: 'passed' }] },
    { at: 1, trials: [{ id: 'webgl', outcome: 'passed', checkMilliseconds: 1 }] },
  ])('is ignored where it makes no sense: %j', async (remembered) => {
    const { backend, measured: decided } = await choose({ ...allThere, remembered });
    expect(backend).toBe('webgpu');
    expect(decided?.remembered).toBe(false);
  });
});

describe('a backend that misbehaves', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const cases = [
    ['does not start', { stuck: ['webgpu'] }, 'unavailable', 'did not start'],
    ['throws in its self-check', { throws: ['webgpu'] }, 'failed', 'self-check: it broke'],
    ['never ends its self-check', { hangs: ['check webgpu'] }, 'failed', 'within 120 seconds'],
    ['never ends its steps', { hangs: ['time webgpu'] }, 'failed', 'within 120 seconds'],
    ['throws in its steps', { milliseconds: { webgl: 9, wasm: 5 } }, 'failed', 'trial steps'],
  ] as const;

  it.each(cases)('where it %s is skipped, and not for good', async (_, device, status, why) => {
    vi.useFakeTimers();
    const choosing = choose({ ...allThere, ...device });
    await vi.advanceTimersByTimeAsync(trialLimit + 1);
    const { backend, statuses, reason, fake, measured } = await choosing;
    expect(backend).toBe('wasm');
    expect(statuses).toMatchObject({ webgpu: status, webgl: 'passed', wasm: 'chosen' });
    expect(reason('webgpu').en).toContain(why);
    expect(measured).toEqual({ at: 1000, remembered: false });
    expect(fake.stored).toBeUndefined();
  });

  it('is told apart from one that runs otherwise than its finding says', async () => {
    const notes = { wasm: { zh: '只用一个线程', en: 'one thread only' } };
    const first = await choose({ ...allThere, notes });
    expect(first.reason('wasm').en).toBe('one thread only');
    const again = await choose({ ...allThere, remembered: first.fake.stored });
    expect(again.reason('wasm').zh).toBe('只用一个线程');
  });

  it('was not looked for where another was asked for', async () => {
    const states = { webgpu: 'unseen', webgl: 'unseen', cpu: 'unseen' } as const;
    const { backend, statuses, reason, fake } = await choose({ states }, 'wasm');
    expect(backend).toBe('wasm');
    expect(statuses).toMatchObject({ webgpu: 'untried', webgl: 'untried', cpu: 'untried' });
    expect(reason('webgpu').en).toContain('you chose WASM');
    expect(fake.calls).toEqual(['check wasm']);
  });
});

describe('the pieces', () => {
  it('tries only the one that was asked for', () => {
    const findings = backendIds.map((id) => finding(id, 'good'));
    expect(groupsToTry({ findings, choice: 'webgl' })).toEqual([['webgl']]);
    expect(groupsToTry({ findings, choice: 'auto' })).toEqual([
      ['webgpu', 'webgl', 'wasm'],
      ['cpu'],
    ]);
  });

  it('decides by the trials alone, the same each time', () => {
    const findings = backendIds.map((id) => finding(id, 'good'));
    const passed = { outcome: 'passed', checkMilliseconds: 1, note: null } as const;
    const trials: Trial[] = [
      { id: 'webgpu', outcome: 'wrong', error: 1, checkMilliseconds: 1 },
      { id: 'webgl', ...passed, stepMilliseconds: 4 },
      { id: 'wasm', ...passed, stepMilliseconds: 2 },
    ];
    const when = { at: 7, remembered: false };
    const decision = decide(trials, { choice: 'auto', findings }, when);
    expect(decision).toMatchObject({ backend: 'wasm', measured: when });
    expect(decide(trials, { choice: 'auto', findings }, when)).toEqual(decision);
  });

  it('finds no fastest among those that failed', () => {
    const trials: Trial[] = [
      { id: 'webgpu', outcome: 'not-started', reason: { zh: '没能启动', en: 'it did not start' } },
      { id: 'wasm', outcome: 'wrong', error: 1, checkMilliseconds: 1 },
      { id: 'webgl', outcome: 'broke', checkMilliseconds: 1, waited: null },
    ];
    expect(fastest(trials)).toBeUndefined();
  });
});
