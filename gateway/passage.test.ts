import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from './server.ts';

/** A subgraph that answers everything and remembers what it was asked. */
const asked: string[] = [];
let subgraph: Server;
let gateway: RunningGateway;

beforeAll(async () => {
  subgraph = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}`;
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    routerSecret: 'a secret of this test',
    subgraphs: Object.fromEntries(SUBGRAPHS.map((n) => [n, url])) as Record<SubgraphName, string>,
    pwaDir: import.meta.dirname,
    logLevel: 'silent',
  });
});
afterAll(async () => {
  await gateway.stop();
  await new Promise<void>((resolve) => subgraph.close(() => resolve()));
});
beforeEach(() => {
  asked.length = 0;
});

/** Sends the path as it stands: fetch would tidy it up. */
const send = (method: string, path: string) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url);
    request({ hostname, port, method, path, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(method === 'POST' ? '{"query":"{__typename}"}' : undefined);
  });

describe('paths handed through to a subgraph', () => {
  it('reach it with their query', async () => {
    expect(await send('GET', '/files/people/down/template-recipients/empty/1/x?a=b')).toBe(200);
    expect(await send('GET', '/trust/trust.cose')).toBe(200);
    expect(await send('POST', '/licence-platform/changed')).toBe(200);
    expect(asked).toEqual([
      'GET /files/people/down/template-recipients/empty/1/x?a=b',
      'GET /trust/trust.cose',
      'POST /licence-platform/changed',
    ]);
  });

  it.each([
    '/files/people/../../graphql',
    '/files/people/%2e%2e/%2E%2E/graphql',
    '/files/people/..\\..\\graphql',
    '/files/people/./x/../../../events?types=person.changed',
    '/trust/../graphql',
    '/files/people/../../metrics',
  ])('never carry the router secret to another path of it: %s', async (path) => {
    await send('POST', path);
    await send('GET', path);
    expect(
      asked.filter(
        (line) => !/ \/(files|trust)\//.test(new URL(line.split(' ')[1] ?? '', 'http://x').pathname.replace(/^/, ' ')),
      ),
    ).toEqual([]);
  });
});
