/** The page of the other contestants: TensorFlow.js in a worker, jax-js where it is fastest, in the page. */
import { jaxTrainer } from './jax.ts';
import { ask, type Answer, type Request } from './protocol.ts';
import { timeSteps } from './timing.ts';

async function answer(request: Request): Promise<Answer> {
  const { engine } = request;
  if (engine === 'jax-main' || engine === 'jax-pool') {
    if (request.what !== 'time')
      throw new Error(`jax-js is only timed, not asked to ${request.what}.`);
    const trainer = await jaxTrainer(request.task, engine === 'jax-main' ? 'main' : 'pool');
    const timing = await timeSteps(trainer, request.effort);
    const memory = { wasm: 0, page: null };
    return { ...timing, threads: request.threads, isolated: crossOriginIsolated, memory };
  }
  const worker = new Worker(new URL('./others.worker.ts', import.meta.url), { type: 'module' });
  return ask(worker, request, (answer) => Promise.resolve(answer));
}

Object.assign(window, { answer });
