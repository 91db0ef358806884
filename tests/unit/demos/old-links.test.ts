/**
 * Links that are out in the world go on meaning what they meant. `links.jsonl` holds, a line each,
 * presets and links of the pages, of the README, of the calculators' cases, whole links as panels
 * write them and bookmarks of every shape, with what the site of 30 November 2026 made of them.
 * A line changes only where a default is changed on purpose.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { presetValues, valuesFromQuery } from '../../../src/demos/calculator/link.ts';
import { loadSpec } from '../../../src/demos/calculator/registry.ts';
import { addressedTo } from '../../../src/demos/island/address.ts';
import { presetConfig, readPanelQuery } from '../../../src/demos/run/link.ts';
import type { LabId, RunConfig } from '../../../src/training/config.ts';

interface Known {
  readonly preset: string;
  /** Without one it is the preset itself. */
  readonly query?: string;
  /** How many sentences it got. */
  readonly problems?: number;
}
type KnownRun = Known & { lab: LabId; config: RunConfig; start?: boolean };
type KnownCalculator = Known & { name: string; values: Readonly<Record<string, number>> };

const lines = readFileSync(new URL('links.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const known = lines.map((line) => JSON.parse(line) as KnownRun | KnownCalculator);
const title = ({ preset, query }: Known): string => `${query ?? ''} over ${preset}`;

/** What the figure hears that the link names, or the first one. */
function said(query: string): URLSearchParams {
  const address = new URL(`https://example.org/?${query}`);
  const figure = address.searchParams.get('run') ?? '2.1';
  return addressedTo(address, figure, '2.1') ?? address.searchParams;
}

describe('a link to a run', () => {
  it.each(known.filter((one) => 'lab' in one).map((one) => [title(one), one] as const))(
    '%s',
    (_, { lab, preset, query, config, start, problems }) => {
      const base = presetConfig(lab, preset);
      if (query === undefined) return expect(base).toEqual(config);
      const parsed = readPanelQuery(said(query), lab, base);
      // The order of the keys is that of the links that panels write.
      expect(JSON.stringify(parsed.config)).toBe(JSON.stringify(config));
      expect(parsed.start).toBe(start);
      expect(parsed.problems).toHaveLength(problems!);
    },
  );
});

describe('a link to a calculator', () => {
  it.each(known.filter((one) => 'name' in one).map((one) => [title(one), one] as const))(
    '%s',
    async (_, { name, preset, query, values, problems }) => {
      const spec = await loadSpec(name);
      const base = presetValues(spec, preset);
      if (query === undefined) return expect(base).toEqual(values);
      const parsed = valuesFromQuery(said(query), spec, base);
      expect(parsed.values).toEqual(values);
      expect(parsed.problems).toHaveLength(problems!);
    },
  );
});
