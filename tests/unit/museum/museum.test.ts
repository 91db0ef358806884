/** The museum's catalogue is whole, its files are small, and its Python scripts end as recorded. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { python, runScript } from '../../../scripts/museum-python.ts';
import { labels } from '../../../src/demos/museum/labels.ts';
import {
  entries,
  isLive,
  liveIds,
  pythonIds,
  roomIds,
  torchIds,
} from '../../../src/museum/catalogue.ts';
import { answerSchema, requestSchema } from '../../../src/museum/protocol.ts';
import recorded from '../../../src/museum/recorded.json';
import { cutRegion } from '../../../src/site/markdown/source-regions.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const exhibitFiles = globSync('src/museum/exhibits/*.ts', { cwd: root }).filter(
  (path) => basename(path) !== 'index.ts',
);
const scripts = globSync('src/site/scripts/museum/*.py', { cwd: root });

describe('the catalogue', () => {
  it('has every exhibit once, in the order of the rooms, with its label and its record', () => {
    const ids = entries.map(({ id }) => id);
    expect([...ids].sort()).toEqual([...liveIds, ...pythonIds].sort());
    const rooms = entries.map(({ room }) => roomIds.indexOf(room));
    expect(rooms).toEqual([...rooms].sort());
    expect(Object.keys(labels).sort()).toEqual([...ids].sort());
    expect(Object.keys(recorded.live).sort()).toEqual([...liveIds].sort());
    expect(Object.keys(recorded.python).sort()).toEqual([...pythonIds].sort());
    expect(Object.keys(recorded.torch).sort()).toEqual([...torchIds].sort());
  });

  it('has all fourteen defects of the code of chapter 2', () => {
    const defects = entries.flatMap(({ defect }) => defect ?? []);
    expect(defects.sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  });

  it('has one small file for each exhibit that runs here, with both regions', () => {
    expect(exhibitFiles.map((path) => basename(path, '.ts')).sort()).toEqual([...liveIds].sort());
    for (const path of exhibitFiles) {
      const text = read(path);
      expect(text.trimEnd().split('\n').length, path).toBeLessThanOrEqual(40);
      const [broken, fixed] = ['broken', 'fixed'].map((name) => cutRegion(text, name, path).code);
      expect(broken, path).not.toBe(fixed);
    }
  });

  it('has every script, with the region that the page shows', () => {
    const wanted = [
      ...pythonIds.flatMap((id) => [`${id}.broken.py`, `${id}.fixed.py`]),
      ...torchIds.map((id) => `${id}.broken.py`),
    ];
    expect(scripts.map((path) => basename(path)).sort()).toEqual(wanted.sort());
    for (const path of scripts) {
      const region = path.includes('.fixed.') ? 'fixed' : 'broken';
      expect(cutRegion(read(path), region, path).code).not.toBe('');
    }
  });
});

describe('the messages between page and worker', () => {
  it('are those of the catalogue, and nothing else', () => {
    const request = { exhibit: 'one-head', version: 'fixed' } as const;
    expect(requestSchema.parse(request)).toEqual(request);
    expect(requestSchema.safeParse({ exhibit: 'loop-names', version: 'fixed' }).success).toBe(
      false,
    );
    const answer = { ...request, run: recorded.live['one-head'].fixed, milliseconds: 3 };
    expect(answerSchema.parse(answer)).toEqual(answer);
    expect(answerSchema.safeParse({ ...answer, run: { steps: [1], threw: null } }).success).toBe(
      false,
    );
  });

  it('never ask for what only Python can show', () => {
    expect(pythonIds.some(isLive)).toBe(false);
  });
});

/** Messages and layouts of errors change a little with Python's versions; the kind and the name do not. */
describe('the scripts that need nothing but Python 3', () => {
  it('run with a Python 3', () => {
    expect(python('import sys; print(sys.version_info[0])')).toBe('3');
  });

  it.each(pythonIds)('%s ends as recorded', (id) => {
    const { broken, fixed } = recorded.python[id];
    const run = runScript(`${id}.broken.py`);
    expect(run.printed).toBe(broken.printed);
    expect(run.threw).toBe(broken.threw);
    expect(runScript(`${id}.fixed.py`)).toEqual(fixed);
  });
});
