import { Client, type ExchangeIO, fetchExchange, type OperationResult } from '@urql/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pipe, subscribe } from 'wonka';

/** Stands in for IndexedDB: what is under test is which answer wins, not the browser's storage. */
const held = new Map<string, unknown>();
vi.mock('../offline/store.ts', () => ({
  openStore: async () => ({
    get: async (_store: string, key: string) => held.get(key),
    put: async (_store: string, value: unknown, key: string) => held.set(key, value),
  }),
  seal: async (value: unknown) => ({ sealed: JSON.stringify(value), iv: null }),
  unseal: async ({ sealed }: { sealed: string }) => JSON.parse(sealed) as unknown,
  clearStores: async () => held.clear(),
}));
vi.stubGlobal('BroadcastChannel', undefined);
vi.stubGlobal('navigator', { locks: { request: (_name: string, run: () => unknown) => Promise.resolve(run()) } });

const { operation } = await import('./operation.ts');
const { persistedExchange } = await import('./persisted-exchange.ts');
const { SNAPSHOT, snapshotExchange, snapshotMark } = await import('./snapshot-exchange.ts');
const { bearerExchange } = await import('./auth-exchange.ts');
const session = await import('./session.ts');

const Children = operation<{ children: string[] }, { first: number }>('query', 'Children', 'a'.repeat(64));
const bodies: Record<string, unknown>[] = [];
const headers: Headers[] = [];
let network: (body: Record<string, unknown>) => unknown;

const fakeFetch: typeof fetch = async (_url, init) => {
  const body = JSON.parse(String(init?.body)) as Record<string, unknown>;
  bodies.push(body);
  headers.push(new Headers(init?.headers));
  const answer = await network(body);
  if (answer === 'down') throw new TypeError('Failed to fetch');
  return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
};
vi.stubGlobal('fetch', fakeFetch);

const clientWith = (exchanges: ((input: never) => ExchangeIO)[]) =>
  new Client({
    url: 'http://x/graphql',
    fetch: fakeFetch,
    preferGetMethod: false,
    requestPolicy: 'network-only',
    exchanges: [...(exchanges as never[]), persistedExchange, fetchExchange],
  });

/** Everything a screen would be shown for one query, in order. */
async function shown(client: Client): Promise<OperationResult[]> {
  const results: OperationResult[] = [];
  const { unsubscribe } = pipe(
    client.query(Children, { first: 3 }, SNAPSHOT),
    subscribe((result) => results.push(result as OperationResult)),
  );
  await vi.waitFor(() => expect(results.at(-1)?.stale).toBe(false));
  unsubscribe();
  return results;
}

const account = { id: 'a1', displayName: '王*', role: 'guardian', realNameVerified: true } as const;

beforeEach(() => {
  held.clear();
  bodies.length = 0;
  headers.length = 0;
  session.dropToken();
  session.account.value = { ...account };
});

describe('persisted operations', () => {
  it('send the hash and the variables, never a document', async () => {
    network = () => ({ data: { children: [] } });
    await clientWith([]).query(Children, { first: 3 }).toPromise();
    expect(bodies).toEqual([
      {
        operationName: 'Children',
        variables: { first: 3 },
        extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
      },
    ]);
  });
});

describe('snapshots', () => {
  it('Q-144 keeps a good answer and serves it, with its age, when the network is away', async () => {
    network = () => ({ data: { children: ['one'] } });
    const client = clientWith([snapshotExchange as never]);
    expect((await shown(client)).map(({ data }) => data)).toEqual([{ children: ['one'] }]);
    network = () => 'down';
    const [first, last] = await shown(client);
    expect(first).toMatchObject({ data: { children: ['one'] }, stale: true });
    expect(last).toMatchObject({ data: { children: ['one'] }, stale: false, error: undefined });
    expect(Date.now() - (snapshotMark(last as OperationResult)?.takenAt ?? 0)).toBeLessThan(5_000);
  });

  it('shows the kept answer at once, then the new one, which is marked as new', async () => {
    network = () => ({ data: { children: ['one'] } });
    const client = clientWith([snapshotExchange as never]);
    await shown(client);
    network = () => new Promise((resolve) => setTimeout(() => resolve({ data: { children: ['two'] } }), 30));
    const results = await shown(client);
    expect(results.map(({ data, stale }) => [data.children[0], stale])).toEqual([
      ['one', true],
      ['two', false],
    ]);
    expect(snapshotMark(results[1] as OperationResult)).toBeNull();
  });

  it('never covers a refusal with an old answer', async () => {
    network = () => ({ data: { children: ['one'] } });
    const client = clientWith([snapshotExchange as never]);
    await shown(client);
    network = () => ({ errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] });
    const last = (await shown(client)).at(-1);
    expect(last?.data).toBeUndefined();
    expect(last?.error?.graphQLErrors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('does not show one account what was kept for another, on the same device', async () => {
    network = () => ({ data: { children: ['one'] } });
    const client = clientWith([snapshotExchange as never]);
    await shown(client);
    session.account.value = { ...account, id: 'a2' };
    network = () => 'down';
    const results = await shown(client);
    expect(results.every(({ data }) => data === undefined)).toBe(true);
  });
});

describe('the bearer', () => {
  const granted = (accessToken: string) => ({
    data: { refreshSession: { accessToken, expiresAt: new Date(Date.now() + 600_000).toISOString(), account } },
  });

  it('asks for a token first when none is held, once for several operations', async () => {
    network = (body) => (body.operationName === 'RefreshSession' ? granted('t1') : { data: { children: [] } });
    const client = clientWith([bearerExchange as never]);
    await Promise.all([1, 2, 3].map((first) => client.query(Children, { first }).toPromise()));
    expect(bodies.map(({ operationName }) => operationName)).toEqual([
      'RefreshSession',
      'Children',
      'Children',
      'Children',
    ]);
    expect(headers.slice(1).map((sent) => sent.get('authorization'))).toEqual(Array(3).fill('Bearer t1'));
  });

  it('gets a new token when the server refuses the old one, and repeats the operation', async () => {
    let refreshes = 0;
    let isT1Refused = false;
    network = (body) => {
      if (body.operationName === 'RefreshSession') return granted(`t${++refreshes}`);
      const isT1 = headers.at(-1)?.get('authorization') === 'Bearer t1';
      if (isT1 && isT1Refused) return { errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] };
      return { data: { children: ['x'] } };
    };
    const client = clientWith([bearerExchange as never]);
    await client.query(Children, { first: 1 }).toPromise();
    isT1Refused = true;
    const result = await client.query(Children, { first: 2 }).toPromise();
    expect(result.data).toEqual({ children: ['x'] });
    expect(refreshes).toBe(2);
  });

  it('ends the session on this device when the refresh is refused', async () => {
    network = () => ({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] });
    const result = await clientWith([bearerExchange as never])
      .query(Children, { first: 1 })
      .toPromise();
    expect(result.error?.graphQLErrors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(session.account.value).toBeNull();
  });

  it('without a network the session stays: what is on the device remains readable', async () => {
    network = () => 'down';
    await clientWith([bearerExchange as never])
      .query(Children, { first: 1 })
      .toPromise();
    expect(session.account.value?.id).toBe('a1');
  });
});

describe('signing out', () => {
  it('waits while a guard objects, and clears the device when forced', async () => {
    network = () => ({ data: { signOut: true } });
    const release = session.beforeSignOut(async () => '3 entries');
    expect(await session.signOut()).toBe('3 entries');
    expect(session.account.value).not.toBeNull();
    expect(await session.signOut(true)).toBeNull();
    expect(session.account.value).toBeNull();
    release();
  });
});
