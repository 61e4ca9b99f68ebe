import { startBareStack } from '@miaoben/tests/support/bare-stack';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let stack: Stack;
beforeAll(async () => {
  stack = await startBareStack(inject('adminUrl'));
});
afterAll(() => stack.stop());

const nurse: Caller = { role: 'vaccinator', divisions: ['630121'] };
const ASK = 'query ($id: ID!) { person(id: $id) }';
const send = async (path: string, headers: Record<string, string> = {}, body?: unknown) =>
  fetch(`${stack.peers.people}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const router = () => ({ 'x-miaoben-router': stack.routerSecret });
const codeOf = async (answer: Response) =>
  ((await answer.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;

describe('a subgraph', () => {
  it('answers health questions to anybody, and nothing else without the router secret', async () => {
    expect(await (await send('/health/live')).json()).toEqual({ live: true });
    expect(await (await send('/health/ready')).json()).toEqual({ ready: true });
    for (const secret of [undefined, '', 'x', `${stack.routerSecret}x`]) {
      const headers: Record<string, string> = secret === undefined ? {} : { 'x-miaoben-router': secret };
      for (const path of [
        '/graphql',
        '/events?types=person.changed',
        '/metrics',
        '/files/people/up/a/b/1/c',
        '/elsewhere',
      ]) {
        const answer = await send(path, headers);
        expect([path, answer.status, await codeOf(answer)]).toEqual([path, 403, 'FORBIDDEN']);
      }
    }
  });

  it('checks the token again, and reports how many statements the request caused', async () => {
    const answer = await stack.graph<{ person: string }>('people', nurse, ASK, { id: '1' });
    expect(answer).toMatchObject({ status: 200, data: { person: 'vaccinator:' }, errors: [], statements: 1 });
    const forged = await send(
      '/graphql',
      { ...router(), authorization: 'Bearer a.b.c' },
      { query: ASK, variables: { id: '1' } },
    );
    expect([forged.status, await codeOf(forged)]).toEqual([401, 'UNAUTHENTICATED']);
    const asService = await send(
      '/graphql',
      { ...router(), 'x-miaoben-service': await stack.token(nurse) },
      { query: ASK },
    );
    expect([asService.status, await codeOf(asService)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('refuses a role the table does not name without one statement', async () => {
    const answer = await stack.graph('people', { role: 'school_checker' }, ASK, { id: '1' });
    expect(answer.errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    expect(answer.statements).toBe(0);
  });

  it('reads cookies, also those that are none', async () => {
    const authorization = `Bearer ${await stack.token(nurse)}`;
    for (const [cookie, told] of [
      ['refresh=abc; other=1', 'vaccinator:abc'],
      ['other=%E0%A4%A; refresh=a%2Fb', 'vaccinator:a%2Fb'],
      [';;=;%', 'vaccinator:'],
    ] as const) {
      const answer = await send(
        '/graphql',
        { ...router(), authorization, cookie },
        { query: ASK, variables: { id: '1' } },
      );
      expect(await answer.json()).toEqual({ data: { person: told } });
    }
  });

  it('hides a fault behind an incident number', async () => {
    const answer = await stack.graph('people', nurse, ASK, { id: 'fault' });
    expect(answer.errors).toEqual([
      {
        message: 'A fault on our side; `incident` names it in the log.',
        path: ['person'],
        extensions: { code: 'INTERNAL', incident: expect.any(String) },
      },
    ]);
  });

  it('gives events to other subgraphs only', async () => {
    const path = '/events?tx=0&seq=0&types=person.changed';
    const asNurse = await send(path, { ...router(), authorization: `Bearer ${await stack.token(nurse)}` });
    expect([asNurse.status, await codeOf(asNurse)]).toEqual([403, 'FORBIDDEN']);
    const service = { ...router(), 'x-miaoben-service': await stack.serviceToken('vaccines', 'events') };
    expect(await (await send(path, service)).json()).toEqual([]);
    for (const wrong of ['tx=x', 'seq=-1', 'limit=0', 'limit=x', 'tx=0%20or%201=1'])
      expect((await send(`/events?${wrong}`, service)).status).toBe(400);
  });

  it.each([
    ['a list', '[{"query":"{ __typename }"}]', 400, 'BAD_REQUEST'],
    ['no JSON', '{', 400, 'BAD_REQUEST'],
    ['no document', '{}', 400, 'BAD_REQUEST'],
    ['2 MB', `{"query":"{ __typename }","variables":{"x":"${'x'.repeat(2 * 1024 * 1024)}"}}`, 413, 'PAYLOAD_TOO_LARGE'],
  ])('refuses a body of %s', async (_what, body, status, code) => {
    const answer = await send(
      '/graphql',
      { ...router(), authorization: `Bearer ${await stack.token(nurse)}` },
      body,
    ).catch((error: unknown) => error as Error);
    // The connection may be closed before all of it was sent.
    if (answer instanceof Response) expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
    else expect(status).toBe(413);
  });
});

describe('a document over the limits', () => {
  it.each([
    ['30 aliases', `{ ${Array.from({ length: 31 }, (_v, i) => `a${i}: person(id: "1")`).join(' ')} }`],
    ['20 directives', `{ __typename ${'@include(if: true) '.repeat(21)} }`],
    ['2,000 tokens', `{ ${'__typename '.repeat(2_001)} }`],
    ['12 levels', `{ person(id: "1") ${'{ a '.repeat(12)}${'}'.repeat(12)} }`],
  ])('of %s is refused', async (_what, query) => {
    const answer = await stack.graph('people', nurse, query);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors.map((e) => e.extensions.code)).toContain('QUERY_TOO_COMPLEX');
  });

  it('gives no hint of names that exist', async () => {
    const answer = await stack.graph('people', nurse, '{ persom(id: "1") }');
    expect(answer.errors[0]!.extensions.code).toBe('BAD_REQUEST');
    expect(JSON.stringify(answer.errors)).not.toContain('Did you mean');
  });
});
