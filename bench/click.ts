/** From the click on Train to the first step, on the built site, with nothing cached. */
import type { Server } from 'node:http';
import { launch, originOf } from './browser.ts';
import type { Click } from './results.ts';

/** Measures in the page, so that what Playwright needs to see a change is not counted. */
const stopwatch = `
  globalThis.clickToStep = new Promise((resolve, reject) => {
    document.addEventListener('click', () => {
      const start = performance.now();
      const look = () => {
        const run = document.querySelector('[data-run-state]');
        if (run?.dataset.runState === 'failed') reject(new Error(run.innerText));
        else if (Number(run?.dataset.runStep) >= 1) resolve(performance.now() - start);
        else return false;
        return true;
      };
      const observer = new MutationObserver(() => look() && observer.disconnect());
      observer.observe(document, { subtree: true, attributes: true, childList: true });
    }, { once: true, capture: true });
  });
  'installed'; // and not the promise, for which Playwright would wait
`;

async function once(origin: string, path: string): Promise<number> {
  const browser = await launch();
  try {
    const page = await browser.newPage({ locale: 'zh-CN' });
    await page.goto(`${origin}${path}?backend=wasm`);
    const button = page
      .locator('[data-run]')
      .first()
      .getByRole('button', { name: '训练', exact: true });
    await button.waitFor();
    // The panel has to be alive, as it is by the time a reader has found the button.
    await page.waitForLoadState('networkidle');
    await page.evaluate(stopwatch);
    await button.click();
    return (await page.evaluate('clickToStep')) as number;
  } finally {
    await browser.close();
  }
}

/** @param site serves the built site with its headers */
export async function clicks(site: Server, samples: number): Promise<Click[]> {
  const found: Click[] = [];
  for (const page of ['/lab/seq2seq/', '/lab/transformer/']) {
    const milliseconds: number[] = [];
    for (let i = 0; i < samples; i++) milliseconds.push(await once(originOf(site), page));
    found.push({ page, milliseconds });
  }
  return found;
}
