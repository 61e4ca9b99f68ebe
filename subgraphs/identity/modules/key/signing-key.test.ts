import { query } from '@miaoben/kernel';
import { ACCOUNTS, type IdentityWorld, PASSWORD, startIdentityWorld } from '@miaoben/tests/support/identity-world';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ACCEPTED_MS, rotateKeys } from './signing-key.ts';

const DAY = 86_400_000;

describe('signing keys', () => {
  let world: IdentityWorld;
  let started: number;
  beforeAll(async () => {
    world = await startIdentityWorld(inject('adminUrl'));
    started = Date.now();
  });
  afterAll(() => world.stop());

  const published = async (): Promise<Record<string, unknown>[]> => {
    const answer = await fetch(`${world.stack.peers.identity}/jwks`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    const { keys } = (await answer.json()) as { keys: Record<string, unknown>[] };
    return keys.filter((k) => k.kid !== 'test');
  };
  const rotateAt = (days: number, more = 0) =>
    rotateKeys(world.em(), world.keyring, new Date(started + days * DAY + more));
  const token = async () => {
    const answer = await world.call<{ signIn: { accessToken: string } }>(
      'mutation ($p: String!) { signIn(account: "vaccinator", password: $p) { accessToken } }',
      { p: PASSWORD },
    );
    return answer.data.signIn.accessToken;
  };
  const accepted = async (jwt: string) =>
    (await world.call<{ me?: { id: string } }>('{ me { id } }', {}, { token: jwt })).data?.me?.id ===
    ACCOUNTS.vaccinator;

  it('publishes the public half only, without asking for the router secret', async () => {
    const keys = await published();
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const [row] = await query<{ private_sealed: string }>(
      world.em(),
      `select private_sealed from signing_key where state = 'current'`,
    );
    expect(row?.private_sealed).not.toContain('"d"');
  });

  it('changes keys after 30 days, the next one public a day before, and goes on accepting tokens of the last', async () => {
    const [first] = await published();
    const old = await token();
    expect(decodeProtectedHeader(old)).toMatchObject({ alg: 'ES256', kid: first!.kid });

    await rotateAt(28);
    expect(await published()).toHaveLength(1);
    await rotateAt(29.5);
    await rotateAt(29.6);
    const [, next] = await published();
    expect(await published()).toHaveLength(2);
    await rotateAt(30.1);
    expect(decodeProtectedHeader(await token()).kid).toBe(first!.kid);

    await rotateAt(30.6);
    const young = await token();
    expect(decodeProtectedHeader(young).kid).toBe(next!.kid);
    expect(await accepted(old)).toBe(true);
    expect(await accepted(young)).toBe(true);
    const retired = await query(
      world.em(),
      `select kid from signing_key where state = 'retired' and private_sealed is null and kid <> 'test'`,
    );
    expect(retired).toEqual([{ kid: first!.kid }]);

    await rotateAt(30.6, ACCEPTED_MS - 1_000);
    expect(await published()).toHaveLength(2);
    await rotateAt(30.6, ACCEPTED_MS + 1_000);
    expect((await published()).map((k) => k.kid)).toEqual([next!.kid]);
  });

  it('after a long stop still publishes the next key a day ahead', async () => {
    const [current] = await published();
    await rotateAt(90);
    expect(await published()).toHaveLength(2);
    await rotateAt(90.5);
    expect(decodeProtectedHeader(await token()).kid).toBe(current!.kid);
    await rotateAt(91.1);
    expect(decodeProtectedHeader(await token()).kid).not.toBe(current!.kid);
  });

  it('is not disturbed by several processes at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => rotateAt(125)));
    const states = await query<{ state: string }>(
      world.em(),
      `select state from signing_key where kid <> 'test' order by 1`,
    );
    expect(states.map((s) => s.state).filter((s) => s !== 'retired')).toEqual(['current', 'next']);
  });
});
