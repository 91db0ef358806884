import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addressedTo, addressWith, sharedAddress } from '../../../src/demos/island/address.ts';
import { presetConfig, readPanelQuery } from '../../../src/demos/run/link.ts';
import { queryFromConfig } from '../../../src/training/config-query.ts';
import { settingOf, type RunConfig } from '../../../src/training/config.ts';
import { fieldsOfAll, modelIds } from '../../../src/training/kinds/index.ts';

const page = new URL('https://example.org/02-algorithms/?old=1#attention');

/** The address of the page with a run for its second figure. */
const addressOf = (config: RunConfig): URL =>
  addressWith(page, queryFromConfig(config, 'seq2seq'), '2.2', '2.1');

describe('links', () => {
  it('take what they leave out from the preset', () => {
    const base = presetConfig('seq2seq', 'task=reversal&steps=700&attention=none');
    const { config, start, problems } = readPanelQuery(
      new URLSearchParams('seed=7&start=1'),
      'seq2seq',
      base,
    );
    expect(problems).toEqual([]);
    expect(start).toBe(true);
    expect(config.seed).toBe(7);
    expect(config.fields).toMatchObject({ steps: 700, attention: 'none' });
  });

  it.each(['attention=none&d=32&shortest=8&longest=16', 'steps=700&task=sorting', ''])(
    'are the same run on a panel with another preset (%s)',
    (preset) => {
      const config = presetConfig('seq2seq', 'task=reversal&seed=9');
      const said = addressedTo(addressOf(config), '2.2', '2.1')!;
      const other = presetConfig('seq2seq', preset);
      expect(readPanelQuery(said, 'seq2seq', other)).toMatchObject({
        config,
        problems: [],
      });
    },
  );

  it('fail the build on a wrong preset', () => {
    expect(() => presetConfig('seq2seq', 'steps=-1')).toThrow(/steps/);
    expect(() => presetConfig('transformer', 'stpes=1')).toThrow(/stpes/);
  });

  it('give the setting back', () => {
    const config = presetConfig('seq2seq', 'task=sorting&seed=9&batch=32');
    const address = addressOf(config);
    expect(address.hash).toBe('#attention');
    expect(address.searchParams.get('run')).toBe('2.2');
    expect(address.searchParams.has('old')).toBe(false);
    const said = addressedTo(address, '2.2', '2.1')!;
    const parsed = readPanelQuery(said, 'seq2seq', presetConfig('seq2seq', ''));
    expect(parsed).toMatchObject({ config, problems: [] });
    expect(sharedAddress(address, '2.2')).toMatch(/#figure-2-2$/);
  });
});

describe('the list of keys in the README', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, line = ''] = /\n(`task`, .*are keys;)/.exec(readme) ?? [];
  const named = [...line.matchAll(/`([\w-]+)(?:=1)?`/g)].map(([, key = '']) => key);

  it('names keys that there are, and every one that is no field of a model', () => {
    const setting = settingOf('seq2seq').map(({ key }) => key);
    const known = [...setting, 'start', ...fieldsOfAll(modelIds).map(({ key }) => key)];
    expect(named.filter((key) => !known.includes(key))).toEqual([]);
    expect(named).toEqual(expect.arrayContaining([...setting, 'start']));
  });

  it('has examples that are read without a complaint', () => {
    const examples = [...readme.matchAll(/^\/(?:en\/)?lab\/(seq2seq|transformer)\/(\?\S+)$/gm)];
    expect(examples.length).toBeGreaterThan(3);
    for (const [, lab, query] of examples) {
      const id = lab === 'seq2seq' ? 'seq2seq' : 'transformer';
      const { problems } = readPanelQuery(new URLSearchParams(query), id, presetConfig(id, ''));
      expect(problems, query).toEqual([]);
    }
  });
});

it('a locked field keeps its lock and its value through a link, also where it is the default', () => {
  const base = presetConfig('seq2seq', '');
  const first = readPanelQuery(new URLSearchParams('lock=lr,steps&lr=0.01'), 'seq2seq', base);
  expect(first.problems).toEqual([]);
  const searchParams = queryFromConfig(first.config, 'seq2seq', first.locked);
  expect(searchParams.get('steps')).toBe('1500');
  const again = readPanelQuery(searchParams, 'seq2seq', presetConfig('seq2seq', 'steps=7'));
  expect([...again.locked].sort()).toEqual(['lr', 'steps']);
  expect(again.config).toEqual(first.config);
  const strange = readPanelQuery(new URLSearchParams('lock=colour'), 'seq2seq', base);
  expect(strange.problems[0]?.en).toContain('colour');
});
