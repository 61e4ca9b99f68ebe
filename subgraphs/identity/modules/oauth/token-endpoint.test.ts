import { query } from '@miaoben/kernel';
import { ACCOUNTS, type IdentityWorld, PASSWORD, startIdentityWorld } from '@miaoben/tests/support/identity-world';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const GRANT = { grant_type: 'client_credentials' };
const CLIENT = { client_id: 'partner', client_secret: PASSWORD };
const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

describe('OAuth 2 token endpoint', () => {
  let world: IdentityWorld;
  beforeAll(async () => {
    world = await startIdentityWorld(inject('adminUrl'));
  });
  afterAll(() => world.stop());

  async function ask(form: Record<string, string> | string, headers: Record<string, string> = {}, method = 'POST') {
    const answer = await fetch(`${world.stack.peers.identity}/oauth/token`, {
      method,
      headers: {
        'x-miaoben-router': world.stack.routerSecret,
        'x-forwarded-for': '10.1.0.1',
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      ...(method === 'POST' && { body: typeof form === 'string' ? form : new URLSearchParams(form).toString() }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: JSON.parse(text) as Record<string, unknown> };
  }

  it.each([
    ['client_secret_post', { ...GRANT, ...CLIENT }, {}],
    ['client_secret_basic', GRANT, { authorization: basic('partner', PASSWORD) }],
  ])('gives a partner a token by %s', async (_way, form, headers) => {
    const { status, body, headers: answered } = await ask(form, headers);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'purpose:school_entry division:630121',
    });
    expect([answered.get('cache-control'), answered.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(decodeJwt(body.access_token as string)).toMatchObject({
      sub: ACCOUNTS.partner,
      role: 'partner',
      div: ['630121'],
      purpose: 'school_entry',
    });
    const me = await world.call<{ me: object }>(
      '{ me { id login displayName } }',
      {},
      { token: body.access_token as string },
    );
    expect(me.data.me).toEqual({ id: ACCOUNTS.partner, login: 'partner', displayName: '大通县健康信息平台' });
    const lines = await query(world.em(), `select 1 from audit_line where operation = 'POST /oauth/token'`);
    expect(lines.length).toBeGreaterThan(0);
  });

  it.each([
    ['a wrong secret', { ...GRANT, ...CLIENT, client_secret: 'wrong' }],
    ['an unknown client', { ...GRANT, ...CLIENT, client_id: 'nobody' }],
    ['a person who is no partner', { ...GRANT, client_id: 'vaccinator', client_secret: PASSWORD }],
    ['no client at all', GRANT],
  ])('answers 401 invalid_client to %s', async (_who, form) => {
    expect(await ask(form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('names the scheme when Basic was refused', async () => {
    const { status, headers } = await ask(GRANT, { authorization: basic('partner', 'wrong') });
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Basic realm="miaoben"']);
    expect((await ask(GRANT, { authorization: 'Basic %%%' })).body).toEqual({ error: 'invalid_client' });
    expect((await ask(GRANT, { authorization: `Basic ${Buffer.from('%ff:%ff').toString('base64')}` })).status).toBe(
      401,
    );
  });

  it.each([
    ['another grant', { grant_type: 'password', ...CLIENT }, {}, 'unsupported_grant_type'],
    ['no grant', CLIENT, {}, 'invalid_request'],
    ['two ways at once', { ...GRANT, ...CLIENT }, { authorization: basic('partner', PASSWORD) }, 'invalid_request'],
    ['a repeated parameter', 'grant_type=client_credentials&grant_type=client_credentials', {}, 'invalid_request'],
    ['JSON', '{}', { 'content-type': 'application/json' }, 'invalid_request'],
    ['more than was granted', { ...GRANT, ...CLIENT, scope: 'division:63' }, {}, 'invalid_scope'],
  ])('answers 400 to %s', async (_what, form, headers, error) => {
    expect(await ask(form, headers as Record<string, string>)).toMatchObject({ status: 400, body: { error } });
  });

  it('narrows the token to a scope inside the grant, refuses other methods and big bodies', async () => {
    const { body } = await ask({ ...GRANT, ...CLIENT, scope: 'division:630121' });
    expect(body.scope).toBe('division:630121');
    expect(decodeJwt(body.access_token as string)).toMatchObject({ div: ['630121'] });
    expect(decodeJwt(body.access_token as string)).not.toHaveProperty('purpose');
    expect((await ask('', {}, 'GET')).status).toBe(405);
    expect((await ask({ ...GRANT, client_secret: 'x'.repeat(9_000) })).status).toBe(413);
  });

  it('stops an address that guesses, not the client', async () => {
    const from = { 'x-forwarded-for': '10.1.0.2' };
    for (let i = 0; i < 50; i += 1) await ask({ ...GRANT, ...CLIENT, client_secret: `g${i}` }, from);
    const { status, headers } = await ask({ ...GRANT, ...CLIENT }, from);
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask({ ...GRANT, ...CLIENT })).status).toBe(200);
  });

  it('is closed without the router secret', async () => {
    expect((await ask({ ...GRANT, ...CLIENT }, { 'x-miaoben-router': 'other' })).status).toBe(403);
  });
});
