import { createServer } from 'node:http';
import type { MiaobenEvent } from '@miaoben/schema';

/** Stands in for another subgraph's outbox at its address: serves a list in pages, as the kernel does. @returns how to stop it */
export async function serveOutbox(url: string, events: readonly MiaobenEvent[]): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://x').searchParams;
    const [seq, limit] = [Number(asked.get('seq')), Number(asked.get('limit'))];
    const page = events
      .slice(seq, seq + limit)
      .map((event, i) => ({ tx: '1', seq: String(seq + i + 1), at: '2026-11-21T00:00:00.000Z', event }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(new URL(url).port), '127.0.0.1', resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
