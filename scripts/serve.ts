/** `npm run serve`: serves the built site on http://127.0.0.1:4321 (or `PORT`) with its headers. */
import { join } from 'node:path';
import { createStaticServer } from '../src/site/build/static-server.ts';

const host = '127.0.0.1';
const wanted = process.env['PORT'] ?? '4321';
const port = Number(wanted);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

if (!/^\d+$/.test(wanted) || port > 65535) {
  fail(`PORT must be a number from 0 to 65535, not “${wanted}”.`);
}

try {
  const server = createStaticServer(join(import.meta.dirname, '../dist'));
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      fail(`Port ${port} is taken. Stop what uses it, or choose another: PORT=4322 npm run serve`);
    }
    fail(`The server could not start: ${error.message}`);
  });
  server.listen(port, host, () => {
    const address = server.address();
    const actual = typeof address === 'object' && address !== null ? address.port : port;
    console.log(`大模型创业的生存之道 / Surviving with Large Models: http://${host}:${actual}/`);
  });
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
