import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ANONYMOUS } from '@miaoben/kernel/claims';
import { sendJson } from '@miaoben/kernel/http';
import type { SubgraphName } from '@miaoben/schema';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Flight, type GatewayContext } from './context.ts';
import { SubgraphSource } from './subgraph-source.ts';

interface Asked {
  query: string;
  variables: Record<string, unknown>;
}
const servers: Server[] = [];
const sources: SubgraphSource[] = [];
afterEach(async () => {
  for (const source of sources.splice(0)) await source.close();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A subgraph that answers as told, after a while, and keeps what it was asked. */
async function subgraph(name: SubgraphName, answer: (asked: Asked) => unknown, afterMs = 0) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
    asked.push(body);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    sendJson(response, 200, answer(body), { 'x-miaoben-sql': '2' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const source = new SubgraphSource(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'secret', {
    warn: () => undefined,
  });
  sources.push(source);
  return { asked, source };
}

const newContext = (): GatewayContext => ({
  claims: ANONYMOUS,
  authorization: undefined,
  cookie: undefined,
  requestId: 'request',
  clientAddress: undefined,
  userAgent: undefined,
  acceptLanguage: undefined,
  setCookies: [],
  tally: { fetches: 0, statements: 0 },
  flight: new Flight(),
});
const entities = (type: string, field: string, id: string): Asked => ({
  query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${field} } } }`,
  variables: { representations: [{ __typename: type, id }] },
});
const ask = (source: SubgraphSource, request: Asked, context: GatewayContext) =>
  source.process({ request, context } as GraphQLDataSourceProcessOptions<GatewayContext>);

/** Answers each `_entities` of a document with the id it was asked for. */
const byId = ({ query, variables }: Asked) => ({
  data: Object.fromEntries(
    [...query.matchAll(/(?:(\w+): )?_entities\(representations: \$(\w+)\)/g)].map(([, alias, variable]) => [
      alias ?? '_entities',
      (variables[variable!] as { id: string }[]).map(({ id }) => ({ name: id })),
    ]),
  ),
});

describe('sub-requests of one request', () => {
  it('to one subgraph at the same time go in one round', async () => {
    const { asked, source } = await subgraph('identity', byId);
    const context = newContext();
    const answers = await Promise.all([
      ask(source, entities('Division', 'name', 'a'), context),
      ask(source, entities('Organisation', 'name', 'b'), context),
    ]);
    expect(answers.map((a) => a.data)).toEqual([{ _entities: [{ name: 'a' }] }, { _entities: [{ name: 'b' }] }]);
    expect(asked).toHaveLength(1);
    expect(context.tally).toEqual({ fetches: 1, statements: 2 });
  });

  it('of different requests never meet', async () => {
    const { asked, source } = await subgraph('identity', byId);
    await Promise.all([
      ask(source, entities('Division', 'name', 'a'), newContext()),
      ask(source, entities('Division', 'name', 'b'), newContext()),
    ]);
    expect(asked).toHaveLength(2);
  });

  it('are asked alone when one of them takes the data of all', async () => {
    const { asked, source } = await subgraph('vaccines', (body) =>
      body.query.includes('e0') || body.query.includes('Dose')
        ? { data: null, errors: [{ message: 'no', extensions: { code: 'INTERNAL' } }] }
        : byId(body),
    );
    const context = newContext();
    const [good, bad] = await Promise.all([
      ask(source, entities('Person', 'name', 'a'), context),
      ask(source, entities('Dose', 'name', 'b'), context),
    ]);
    expect(good.data).toEqual({ _entities: [{ name: 'a' }] });
    expect(bad.errors).toHaveLength(1);
    expect(asked).toHaveLength(3);
  });

  it('ask the directory last, once, with what the others brought', async () => {
    const directory = await subgraph('identity', byId);
    const vaccines = await subgraph('vaccines', byId, 50);
    const context = newContext();
    const doses = (async () => {
      await ask(vaccines.source, entities('Person', 'name', 'child'), context);
      return ask(directory.source, entities('Organisation', 'name', 'clinic'), context);
    })();
    const [home, clinic] = await Promise.all([
      ask(directory.source, entities('Division', 'name', 'home'), context),
      doses,
    ]);
    expect([home.data, clinic.data]).toEqual([{ _entities: [{ name: 'home' }] }, { _entities: [{ name: 'clinic' }] }]);
    expect(directory.asked).toHaveLength(1);
    expect(context.tally.fetches).toBe(2);
  });

  it('do not wait for ever for a part that is down', async () => {
    const directory = await subgraph('identity', byId);
    const warn = vi.fn();
    const gone = new SubgraphSource('vaccines', 'http://127.0.0.1:1', 'secret', { warn });
    sources.push(gone);
    const context = newContext();
    const [failed, home] = await Promise.allSettled([
      ask(gone, entities('Person', 'name', 'child'), context),
      ask(directory.source, entities('Division', 'name', 'home'), context),
    ]);
    expect(failed).toMatchObject({
      status: 'rejected',
      reason: { extensions: { code: 'UNAVAILABLE', part: 'vaccines' } },
    });
    expect(home).toMatchObject({ status: 'fulfilled', value: { data: { _entities: [{ name: 'home' }] } } });
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ subgraph: 'vaccines' }), expect.any(String));
  });
});
