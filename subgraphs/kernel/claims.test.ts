import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANONYMOUS, createServiceTokens, createTokenVerifier, TOKEN_AUDIENCE, TOKEN_ISSUER } from './claims.ts';

let identity: Server;
let url: string;
let status = 200;
const keys: unknown[] = [];
const ours = await generateKeyPair('ES256');
beforeAll(async () => {
  keys.push({ ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'ES256', use: 'sig' });
  identity = createServer((_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys })),
  );
  await new Promise<void>((resolve) => identity.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(identity.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => identity.close(resolve)));

interface Made {
  issuer?: string;
  audience?: string;
  expires?: string | number;
  kid?: string;
  key?: CryptoKey;
}
const make = (payload: Record<string, unknown>, m: Made = {}) =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', kid: m.kid ?? 'ours' })
    .setIssuer(m.issuer ?? TOKEN_ISSUER)
    .setAudience(m.audience ?? TOKEN_AUDIENCE)
    .setSubject('account')
    .setIssuedAt()
    .setExpirationTime(m.expires ?? '10m')
    .sign(m.key ?? ours.privateKey);
const check = async (token: string) => createTokenVerifier(url)(`Bearer ${token}`);
const unauthenticated = { extensions: { code: 'UNAUTHENTICATED' } };

describe('a token', () => {
  it('is checked once while it is fresh, and refused from its end on', async () => {
    const verifier = createTokenVerifier(url);
    const authorization = `Bearer ${await make({ role: 'cdc' }, { expires: Math.floor(Date.now() / 1000) + 2 })}`;
    const checking = vi.spyOn(crypto.subtle, 'verify');
    try {
      const first = await verifier(authorization);
      expect(await verifier(authorization)).toEqual(first);
      expect(checking).toHaveBeenCalledTimes(1);
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      await expect(verifier(authorization)).rejects.toMatchObject(unauthenticated);
    } finally {
      checking.mockRestore();
    }
  });

  it('says who acts, as what, where and why', async () => {
    const token = await make({
      role: 'vaccinator',
      org: 'o',
      div: ['630121'],
      vac: ['0101'],
      hid: ['log'],
      purpose: 'p',
      dev: 'd',
      sid: 's',
    });
    expect(await check(token)).toEqual({
      account: 'account',
      role: 'vaccinator',
      organisation: 'o',
      divisions: ['630121'],
      vaccines: ['0101'],
      hidden: ['log'],
      purpose: 'p',
      device: 'd',
      session: 's',
    });
    expect(await check(await make({ role: 'guardian' }))).toMatchObject({ divisions: [], vaccines: undefined });
  });

  it('is not needed to be nobody', async () => {
    expect(await createTokenVerifier(url)(undefined)).toEqual(ANONYMOUS);
  });

  it.each([
    ['of another issuer', { issuer: 'miaoben-service' }],
    ['for another audience', { audience: 'elsewhere' }],
    ['that has ended', { expires: Math.floor(Date.now() / 1000) - 1 }],
    ['of an unknown key', { kid: 'unknown' }],
  ])('%s is refused', async (_what, made) => {
    await expect(check(await make({ role: 'cdc' }, made))).rejects.toMatchObject(unauthenticated);
  });

  it('signed by another key under our key id is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    await expect(check(await make({ role: 'cdc' }, { key: privateKey }))).rejects.toMatchObject(unauthenticated);
  });

  it('with a role that nobody can sign in as, or an area that is none, is refused', async () => {
    for (const payload of [
      { role: 'service' },
      { role: 'anonymous' },
      { role: 'emperor' },
      {},
      { role: 'cdc', div: ['63%'] },
    ])
      await expect(check(await make(payload))).rejects.toMatchObject(unauthenticated);
  });

  it.each(['', 'x', 'a.b', 'a.b.c', 'Bearer', 'eyJhbGciOiJub25lIn0.eyJyb2xlIjoiY2RjIn0.'])(
    '%j is refused',
    async (token) => {
      await expect(check(token)).rejects.toMatchObject(unauthenticated);
      await expect(createTokenVerifier(url)(`Basic ${token}`)).rejects.toMatchObject(unauthenticated);
    },
  );

  it('cannot be judged while identity does not answer', async () => {
    const token = await make({ role: 'cdc' });
    status = 503;
    await expect(check(token)).rejects.toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
    status = 200;
    await expect(createTokenVerifier('http://127.0.0.1:1')(`Bearer ${token}`)).rejects.toMatchObject({
      extensions: { code: 'UNAVAILABLE' },
    });
  });
});

describe('a service token', () => {
  const people = createServiceTokens('a secret of the deployment', 'people');

  it('says which subgraph asks, and why', async () => {
    expect(await people.verify(await people.issue('school_check'))).toMatchObject({
      account: 'service:people',
      role: 'service',
      purpose: 'school_check',
    });
  });

  it('is of no use with another secret, as a user token, or after a minute', async () => {
    const stranger = createServiceTokens('another secret entirely', 'people');
    await expect(people.verify(await stranger.issue('x'))).rejects.toMatchObject(unauthenticated);
    await expect(check(await people.issue('x'))).rejects.toMatchObject(unauthenticated);
    await expect(people.verify(await make({ role: 'cdc' }))).rejects.toMatchObject(unauthenticated);
    const old = await new SignJWT({ role: 'service', purpose: 'x' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('miaoben-service')
      .setSubject('service:people')
      .setExpirationTime(Math.floor(Date.now() / 1000) - 1)
      .sign(new TextEncoder().encode('a secret of the deployment'));
    await expect(people.verify(old)).rejects.toMatchObject(unauthenticated);
  });
});
