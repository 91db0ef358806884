/**
 * `npm run firefox-webkit`: the built site, and the engine on WASM and in plain JavaScript, in the
 * Firefox and the WebKit that Debian packages. WebKit twice: as packaged, where isolated pages have
 * no `SharedArrayBuffer` and the locale may be "C", and with it, as in Safari. Addresses of test
 * files after `--` restrict the engine's tests to those.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { createStaticServer } from '../../src/site/build/static-server.ts';
import {
  launchChromium,
  launchFirefox,
  launchWebKit,
  safari,
  whatIsMissing,
  type Visitor,
} from './launch.ts';
import { checks, expectQuiet, firstLosses, type Check } from './smoke.ts';

const missing = whatIsMissing();
if (missing !== null) {
  console.error(missing);
  process.exit(1);
}
if (process.env['DISPLAY'] === undefined) {
  // WebKit opens windows: in front of a screen that nobody sees.
  const all = ['-a', process.execPath, ...process.argv.slice(1)];
  process.exit(spawnSync('xvfb-run', all, { stdio: 'inherit' }).status ?? 1);
}

let passed = 0;
let failed = 0;

function note(what: string, begun: number, problem?: string): void {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (problem === undefined) passed += 1;
  else failed += 1;
  const reason = problem === undefined ? '' : `\n    ${problem}`;
  console.log(`${problem === undefined ? '✓' : '✗'} ${what} (${seconds} s)${reason}`);
}

const server = createStaticServer(join(import.meta.dirname, '../../dist'));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const site = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

async function lookIn(
  name: string,
  launch: () => Promise<Visitor>,
  all: readonly Check[],
): Promise<void> {
  const visitor = await launch();
  try {
    for (const check of all) {
      const begun = performance.now();
      try {
        await check.run(visitor, site);
        await expectQuiet(visitor);
        note(`${name} ${check.name}`, begun);
      } catch (error) {
        note(`${name} ${check.name}`, begun, String(error));
      }
    }
  } finally {
    await visitor.close();
  }
}

const chromium = await launchChromium();
const losses = await firstLosses(chromium, site).finally(() => chromium.close());
await lookIn('Firefox', launchFirefox, checks(losses, true, 390));
await lookIn('WebKit', () => launchWebKit(safari), checks(losses, true));
const packaged = { LANG: 'C', LANGUAGE: 'C' };
await lookIn('WebKit as packaged', () => launchWebKit(packaged), checks(losses, false));
server.close();

const only = process.argv.slice(2).filter((one) => one.startsWith('tests/'));
const begun = performance.now();
const vitest = await startVitest(only, {
  project: ['firefox', 'webkit'],
  run: true,
  watch: false,
  reporters: ['dot'],
});
for (const module of vitest.state.getTestModules()) {
  const tests = [...module.children.allTests()];
  const bad = tests.filter((test) => !test.ok());
  passed += tests.length - bad.length;
  failed += module.ok() ? 0 : Math.max(1, bad.length);
}
await vitest.close();
console.log(`The engine's tests took ${((performance.now() - begun) / 1000).toFixed(0)} s.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
