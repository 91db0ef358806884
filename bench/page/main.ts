/** What the bench calls in the page. */
import type { Measurement } from './worker.ts';

function measure(measurement: Measurement): Promise<unknown> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<{ result?: object; error?: string }>) => {
        worker.terminate();
        if (data.error === undefined) resolve(data.result);
        else reject(new Error(data.error));
      },
    );
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage(measurement);
  });
}

Object.assign(window, { measure });
