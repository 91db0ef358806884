/** What every page costs before a reader reaches for anything, from the files that it names. */
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from 'vitest';
import { addresses, fileOf, files, textAt } from './site.ts';

/** Bytes over the wire of the scripts that come by themselves. */
const scriptLimit = 60_000;
/** Bytes of HTML as it lies there, and opening tags: somewhat above the longest chapter and source file. */
const limits = {
  text: { bytes: 1_350_000, tags: 27_000 },
  source: { bytes: 320_000, tags: 3_500 },
};

/** What only a run needs. */
const engineParts = /tfjs|tensorflow|worker|\.wasm$|\/data\/|webgpu|webgl/i;

const sizes = new Map<string, number>();

function compressed(file: string): number {
  // As the server behind `npm start` compresses.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  const size = sizes.get(file) ?? brotliCompressSync(textAt(file), { params }).length;
  sizes.set(file, size);
  return size;
}

/** The scripts that a script loads with itself; those that it may load later are not among them. */
const importsOf = (file: string): string[] =>
  [...textAt(file).matchAll(/\b(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map(
    ([, name]) => `/_astro/${name}`,
  );

function scriptsOf(html: string): Set<string> {
  const scripts = new Set(html.match(/\/_astro\/[\w.-]+\.js/g));
  // A set that grows while it is walked is walked to its end.
  for (const script of scripts) for (const file of importsOf(script)) scripts.add(file);
  return scripts;
}

test('no page loads more than a little by itself, and nothing of the engine', () => {
  for (const address of addresses) {
    const scripts = [...scriptsOf(textAt(fileOf(address) ?? address))];
    expect(scripts.length, address).toBeGreaterThan(0);
    expect(scripts.filter((file) => !files.has(file) || engineParts.test(file))).toEqual([]);
    const bytes = scripts.reduce((sum, file) => sum + compressed(file), 0);
    expect(bytes, `${address}: ${scripts.join(' ')}`).toBeLessThanOrEqual(scriptLimit);
  }
});

test('no page is longer than the longest of its kind', () => {
  for (const address of addresses) {
    const html = textAt(fileOf(address) ?? address);
    const { bytes, tags } = limits[address.includes('/source/') ? 'source' : 'text'];
    expect(Buffer.byteLength(html), address).toBeLessThanOrEqual(bytes);
    expect(html.match(/<[a-z]/gi)?.length, address).toBeLessThanOrEqual(tags);
  }
});
