import { describe, expect, it } from 'vitest';
import { BackendFault } from '../../../../src/engine/fault.ts';
import { defaultConfig } from '../../../../src/training/config.ts';
import { describe as failureOf } from '../../../../src/training/run/failures.ts';
import { canBeFirst } from '../../../../src/training/kinds/first-loss.ts';
import { learns } from '../../../../src/training/backend/time.ts';

describe('a fault of a backend', () => {
  it('says which backend ran out of memory, and what to reduce', () => {
    const { code, message } = failureOf(new BackendFault('wasm', 'out-of-memory', 'at 673912'));
    expect(code).toBe('out-of-memory');
    expect(message.zh).toContain('WASM 的内存不够用');
    expect(message.en).toContain('smaller batch');
    expect(message.en).not.toContain('673912');
  });

  it('quotes no more than the beginning of what a driver says', () => {
    const said = `Binding size is larger than the maximum.\n - While validating ${'x'.repeat(500)}`;
    const { code, message } = failureOf(new BackendFault('webgpu', 'refused', said));
    expect(code).toBe('computes-wrongly');
    expect(message.en).toContain('WebGPU refused');
    expect(message.en).toContain('Binding size is larger than the maximum.');
    expect(message.en).not.toContain('validating');
    expect(message.zh).toContain('请换一个后端');
  });
});

describe('the first loss', () => {
  const config = defaultConfig('seq2seq', 'reversal', 'transformer-encoder-decoder');

  it.each([0, -1, 60, 1e6, Infinity, Number.NaN])('cannot be %d', (loss) => {
    expect(canBeFirst(loss, config, { vocabulary: 29 })).toBe(false);
  });

  it.each([1e-6, 1, Math.log(29), 6.84])('can be %d', (loss) => {
    expect(canBeFirst(loss, config, { vocabulary: 29 })).toBe(true);
  });

  it('is 0 where there is one token only', () => {
    expect(canBeFirst(0, config, { vocabulary: 1 })).toBe(true);
  });
});

describe('losses on trial', () => {
  const pairs = { vocabulary: 29, trainTokens: 0 };

  it.each([[[3.3, 3.2, 3.1]], [[3.3, 3.2, Number.NaN]], [[0.01, 0, 0]]])(
    '%j are those of a model',
    (losses) => expect(learns(losses, pairs)).toBe(true),
  );

  it.each([[[0, 0, 0]], [[3.37, 3.37, 3.37]], [[0, 3.3, 3.2]], [[Number.NaN, 3.3, 3.2]]])(
    '%j are not',
    (losses) => expect(learns(losses, pairs)).toBe(false),
  );

  it('may stand still on a text of one window, and at 0 with one token', () => {
    expect(learns([2, 2, 2], { vocabulary: 8, trainTokens: 8 })).toBe(true);
    expect(learns([0, 0, 0], { vocabulary: 1, trainTokens: 5000 })).toBe(true);
  });
});
