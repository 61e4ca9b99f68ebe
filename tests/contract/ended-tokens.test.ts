import { newId } from '@miaoben/kernel';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RunningGateway } from '../../gateway/server.ts';
import { startGatewayOver } from '../support/all-subgraphs.ts';
import { operate } from '../support/client.ts';
import { ACCOUNTS, type IdentityWorld, PASSWORD, startIdentityWorld } from '../support/identity-world.ts';

const SIGN_IN = 'mutation ($a: String!, $p: String!) { signIn(account: $a, password: $p) { accessToken } }';
const HIDE = `mutation ($c: ID!, $id: ID!, $b: [FileBlock!]!) {
  hideBlocks(commandId: $c, accountId: $id, blocks: $b) { hiddenBlocks }
}`;

let world: IdentityWorld;
let gateway: RunningGateway;
beforeAll(async () => {
  world = await startIdentityWorld(inject('adminUrl'));
  gateway = await startGatewayOver(world.stack);
});
afterAll(async () => {
  await gateway?.stop();
  await world?.stop();
});

const signedIn = async (account: string): Promise<string> => {
  const { data } = await world.call<{ signIn: { accessToken: string } }>(SIGN_IN, { a: account, p: PASSWORD });
  return data.signIn.accessToken;
};
const hide = async (...b: string[]) => {
  const token = await world.stack.token({ role: 'security_admin', account: newId(), divisions: ['63'] });
  const { errors } = await world.call(HIDE, { c: newId(), id: ACCOUNTS.vaccinator, b }, { token });
  expect(errors).toEqual([]);
};
/** What the gateway says to a token: a code, or whose it is. */
const door = async (token: string): Promise<string> => {
  const { data, errors } = await operate<{ me: { id: string } }>(
    { graphql: `${gateway.url}/graphql` },
    token,
    'Me',
    {},
  );
  return errors[0]?.extensions.code ?? data.me.id;
};

describe('J-04 the gateway and the tokens that ended', () => {
  it('blocks hidden from an account hold within a second: the tokens it holds end, the next one is good, those of others stay', async () => {
    const [before, other] = [await signedIn('vaccinator'), await signedIn('colleague')];
    expect([await door(before), await door(other)]).toEqual([ACCOUNTS.vaccinator, ACCOUNTS.colleague]);
    await hide('log');
    await expect.poll(() => door(before), { timeout: 3_000 }).toBe('UNAUTHENTICATED');
    const after = await signedIn('vaccinator');
    expect([await door(after), await door(other)]).toEqual([ACCOUNTS.vaccinator, ACCOUNTS.colleague]);
    // Shown again: that is a change of what the token says too.
    await hide();
    await expect.poll(() => door(after), { timeout: 3_000 }).toBe('UNAUTHENTICATED');
    expect(await door(await signedIn('vaccinator'))).toBe(ACCOUNTS.vaccinator);
  });

  it('J-04 a file is not given to who shows a token that ended, and a partner is asked for its secret, not for a token', async () => {
    const get = (path: string, authorization?: string) =>
      fetch(`${gateway.url}${path}`, { headers: authorization ? { authorization } : {} });
    const file = `/files/identity/down/findings/${newId()}/${Date.now() + 60_000}/AAAA`;
    const token = await signedIn('vaccinator');
    // The address is not genuine: it is the subgraph that says so while the token is good.
    expect((await get(file)).status).toBe(403);
    expect((await get(file, `Bearer ${token}`)).status).toBe(403);
    expect((await get(file, 'Bearer none')).status).toBe(401);
    await hide('log');
    await expect.poll(async () => (await get(file, `Bearer ${token}`)).status, { timeout: 3_000 }).toBe(401);
    expect((await get(file)).status).toBe(403);
    await hide();
    const { status, headers } = await fetch(`${gateway.url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: 'Basic bm9ib2R5Om5vdGhpbmc=', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    expect([status, headers.get('www-authenticate')?.split(' ')[0]]).toEqual([401, 'Basic']);
  });

  it('is told them by identity with the router secret only', async () => {
    const url = `${world.stack.peers.identity}/ended-tokens`;
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(`${gateway.url}/ended-tokens`)).status).toBe(404);
    const told = await fetch(url, { headers: { 'x-miaoben-router': world.stack.routerSecret } });
    expect(await told.json()).toEqual({ [ACCOUNTS.vaccinator]: expect.any(Number) });
  });
});
