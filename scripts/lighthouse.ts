/**
 * `npm run test:lighthouse`: looks at every page of the built site as Lighthouse does (mobile,
 * simulated slow network and processor) and fails below 99 for performance or 100 for
 * accessibility, best practices and SEO. A page that misses the first is measured twice more and
 * judged by its median, because the browser shares its processor with other programs. Addresses
 * after `--` (such as `/02-algorithms/`) restrict it to those pages.
 */
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { launch } from 'chrome-launcher';
import lighthouse, { type RunnerResult } from 'lighthouse';
import { languages } from '../src/language.ts';
import { localAddress } from '../src/site/build/address.ts';
import { createStaticServer } from '../src/site/build/static-server.ts';
import { pages } from '../src/site/chapters.ts';
import { localePath } from '../src/site/locale.ts';
import { chromiumArguments, findChromium } from './chromium.ts';

const limits = { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 } as const;
type Category = keyof typeof limits;
const categories = Object.keys(limits) as Category[];

type Scores = Record<Category, number>;

const named = process.argv.slice(2).filter((one) => one.startsWith('/'));
const addresses =
  named.length > 0
    ? named
    : languages.flatMap((language) =>
        pages.map(({ slug }) => localePath(slug === 'index' ? '/' : `/${slug}/`, language)),
      );

const root = join(import.meta.dirname, '..');
const server = createStaticServer(join(root, 'dist'));
// Canonical addresses name this port; Lighthouse compares them with the page's own.
const wantedPort = Number(new URL(localAddress).port);
await new Promise<void>((resolve, reject) => {
  server.once('error', reject).listen(wantedPort, 'localhost', resolve);
});
const { port } = server.address() as AddressInfo;

const chrome = await launch({
  chromePath: findChromium(),
  chromeFlags: ['--headless=new', ...chromiumArguments],
});

async function look(address: string): Promise<{ scores: Scores; why: string[] }> {
  const result: RunnerResult | undefined = await lighthouse(`http://localhost:${port}${address}`, {
    port: chrome.port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: categories,
  });
  if (result === undefined) throw new Error(`Lighthouse said nothing about ${address}.`);
  const { lhr } = result;
  const scores = {} as Scores;
  const why: string[] = [];
  for (const name of categories) {
    const category = lhr.categories[name];
    scores[name] = Math.round((category?.score ?? 0) * 100);
    if (scores[name] >= limits[name]) continue;
    for (const { id, weight } of category?.auditRefs ?? []) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit !== undefined && audit.score !== null && audit.score < 0.95) {
        why.push(`${name}: ${audit.title} ${audit.displayValue ?? ''}`.trim());
      }
    }
  }
  return { scores, why };
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

let failed = 0;
try {
  console.log(`${'page'.padEnd(28)} ${categories.join('  ')}`);
  for (const address of addresses) {
    let { scores, why } = await look(address);
    if (scores.performance < limits.performance) {
      const more = [await look(address), await look(address)];
      const all = [scores.performance, ...more.map((one) => one.scores.performance)];
      scores = { ...scores, performance: middle(all) };
      if (scores.performance >= limits.performance) {
        why = why.filter((reason) => !reason.startsWith('performance'));
      }
    }
    const row = categories.map((name) => String(scores[name]).padStart(name.length)).join('  ');
    console.log(`${address.padEnd(28)} ${row}`);
    const bad = categories.some((name) => scores[name] < limits[name]);
    if (bad) failed += 1;
    for (const reason of bad ? why : []) console.log(`    ${reason}`);
  }
} finally {
  chrome.kill();
  server.close();
}
console.log(`${addresses.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
