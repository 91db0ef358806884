/** The page of this handbook's engine: each request has a worker of its own. */
import { ask, pageBytes, type Answer, type Request } from './protocol.ts';

function answer(request: Request): Promise<Answer> {
  const worker = new Worker(new URL('./ours.worker.ts', import.meta.url), { type: 'module' });
  return ask(worker, request, async (answer) => {
    if (!('memory' in answer && request.what === 'time' && request.memory)) return answer;
    return { ...answer, memory: { ...answer.memory, page: await pageBytes() } };
  });
}

Object.assign(window, { answer });
