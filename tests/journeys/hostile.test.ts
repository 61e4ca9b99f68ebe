import { ERROR_CODES } from '@miaoben/schema';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newId, partnerToken, send, signIn } from '../support/client.ts';

const product = inject('product');
let partner: string;
beforeAll(async () => {
  partner = await partnerToken(product);
});

/** Every refusal is a code of the closed list, never a fault of ours, and tells nothing of the inside. */
function expectRefusal(answer: Awaited<ReturnType<typeof send>>, ...codes: (keyof typeof ERROR_CODES)[]): void {
  expect(answer.status).toBeLessThan(500);
  expect(answer.errors.length).toBeGreaterThan(0);
  for (const error of answer.errors) {
    expect(Object.keys(ERROR_CODES)).toContain(error.extensions.code);
    expect(error.extensions.code).not.toBe('INTERNAL');
  }
  if (codes.length > 0) expect(codes).toContain(answer.errors[0]!.extensions.code);
  expect(answer.text).not.toMatch(/node_modules|\.ts:\d|select |insert |postgres|ECONN|stack/i);
}

describe('hostile input', () => {
  it.each([
    ['an unknown field', '{ nobody { id } }'],
    ['no document at all', '{'],
    ['a wrong argument type', '{ person(id: {a: 1}) { id } }'],
    ['a missing argument', '{ person { id } }'],
    ['an unknown enum value', '{ dueList(division: "630121", status: sometime) { nodes { series } } }'],
  ])('answers %s with a coded error', async (_what, query) => {
    expectRefusal(await send(product, partner, { query }), 'BAD_REQUEST', 'BAD_INPUT');
  });

  it('refuses a document 50 levels deep', async () => {
    const query = `{ division(code: "63") ${'{ parent '.repeat(50)}{ code }${' }'.repeat(50)} }`;
    expectRefusal(await send(product, partner, { query }), 'QUERY_TOO_COMPLEX', 'BAD_REQUEST');
  });

  it('refuses 10,000 aliases', async () => {
    const query = `{ ${Array.from({ length: 10_000 }, (_v, i) => `a${i}: __typename`).join(' ')} }`;
    expectRefusal(await send(product, partner, { query }), 'QUERY_TOO_COMPLEX', 'BAD_REQUEST');
  });

  it('refuses a body of 10 MB', async () => {
    const answer = await fetch(product.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${partner}` },
      body: JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(10 * 1024 * 1024) } }),
    }).catch((error: unknown) => error as Error);
    // The server may close the connection before the client has sent everything.
    if (answer instanceof Response) {
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
    } else expect(answer.message).toMatch(/fetch failed/);
    expect((await send(product, partner, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
  });

  it.each([
    ['a list', '[1]'],
    ['text', '"x"'],
    ['no JSON', '{x'],
    ['nothing', ''],
    ['variables that are text', '{"query":"{ __typename }","variables":"x"}'],
    ['a number as document', '{"query":7}'],
  ])('answers a body that is %s with a coded error', async (_what, body) => {
    const answer = await fetch(product.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${partner}` },
      body,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] };
    expect(Object.keys(ERROR_CODES)).toContain(errors[0]?.extensions.code);
  });

  it('refuses ids, cursors, dates and page sizes that are none', async () => {
    const cases: [string, Record<string, unknown>][] = [
      ['query($x: ID!) { person(id: $x) { id } }', { x: "' or 1=1 --" }],
      ['query($x: String) { searchPersons(text: "a", after: $x) { nodes { id } } }', { x: 'AAAA' }],
      ['query($x: Int) { searchPersons(text: "a", first: $x) { nodes { id } } }', { x: 1_000_000 }],
      [
        'mutation($x: Date!) { recordDose(commandId: "0", input: { doseId: "0", personId: "0", date: $x, vaccineCode: "0" }) { conflict } }',
        { x: '2026-02-30' },
      ],
      ['query($x: Date!) { entryAssessments(personIds: [], checkDate: $x) { result } }', { x: 'tomorrow' }],
    ];
    for (const [query, variables] of cases) {
      const answer = await send(product, partner, { query, variables });
      if (answer.errors.length > 0) expectRefusal(answer);
      else expect(Object.values(answer.data ?? {})).toEqual([null]);
    }
  });
});

describe('tokens', () => {
  const ask = (token: string) => send(product, token, { query: '{ me { id } }' });

  it('refuses forged, expired, altered and empty tokens with UNAUTHENTICATED', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT({ role: 'cdc', div: ['63'] })
      .setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(publicKey) })
      .setIssuer('miaoben-identity')
      .setAudience('miaoben')
      .setSubject(newId())
      .setExpirationTime('1h')
      .sign(privateKey);
    const none = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"x","role":"cdc"}')}.`.replaceAll('=', '');
    const altered = partner.replace(/\.([^.]{8})/, '.AAAAAAAA');
    for (const token of [forged, none, altered, 'x', `${partner}x`]) {
      const answer = await ask(token);
      expect(answer.status).toBe(401);
      expectRefusal(answer, 'UNAUTHENTICATED');
    }
  });

  it('lets interactive roles run persisted operations only', async () => {
    for (const role of [
      'guardian',
      'vaccinator',
      'inspector',
      'school_checker',
      'cdc',
      'employer',
      'system_admin',
      'security_admin',
      'audit_admin',
    ]) {
      const token = await signIn(product, role);
      expect((await send(product, token, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
      expectRefusal(await send(product, token, { query: '{ me { id login } }' }), 'NOT_PERSISTED');
      expectRefusal(await send(product, token, { query: '{ __schema { types { name } } }' }), 'NOT_PERSISTED');
    }
  });

  it('tells nothing to a caller without a token', async () => {
    expect((await send(product, undefined, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
    expectRefusal(await send(product, undefined, { query: '{ me { id } }' }), 'UNAUTHENTICATED');
    expectRefusal(await send(product, undefined, { query: '{ __schema { types { name } } }' }), 'UNAUTHENTICATED');
    expectRefusal(await send(product, undefined, { documentId: 'sha256:00' }), 'BAD_REQUEST');
  });

  it("gives the same answer for a stranger's file as for none", async () => {
    const query = 'query($id: ID!) { person(id: $id) { id name } }';
    const absent = await send(product, partner, { query, variables: { id: newId() } });
    expect(absent.status).toBeLessThan(500);
    expect(absent.data?.person ?? null).toBeNull();
  });
});

describe('the other paths', () => {
  const at = (path: string) => fetch(new URL(path, product.pwa));

  it('serves no file outside the app', async () => {
    for (const path of ['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/.env', '/assets/../../server.ts']) {
      const answer = await at(path);
      expect(await answer.text()).not.toMatch(/"workspaces"|startGateway/);
    }
  });

  it('sends strict headers with each page', async () => {
    const answer = await at('/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'self'/);
    expect(answer.headers.get('content-security-policy')).not.toMatch(/'unsafe-inline'|'unsafe-eval'/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses file addresses it did not hand out', async () => {
    const answer = await at(`/files/people/down/findings/${newId()}/9999999999999/AAAA`);
    expect(answer.status).toBe(403);
  });

  it('answers health questions', async () => {
    expect(await (await at('/health/live')).json()).toEqual({ live: true });
    expect(await (await at('/health/ready')).json()).toMatchObject({ ready: true });
  });
});
