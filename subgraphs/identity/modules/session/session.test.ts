import { change, query } from '@miaoben/kernel';
import {
  ACCOUNTS,
  GUARDIAN,
  type IdentityWorld,
  PASSWORD,
  startIdentityWorld,
} from '@miaoben/tests/support/identity-world';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const SIGN_IN = `mutation ($account: String!, $password: String!) { signIn(account: $account, password: $password) {
  accessToken expiresAt account { id login displayName role state lastSignInAt organisation { name } divisions { fullName } } } }`;
const REFRESH = 'mutation { refreshSession { accessToken account { id } } }';
const ME = '{ me { id displayName } }';

interface Signed {
  accessToken: string;
  expiresAt: string;
  account: Record<string, unknown>;
}

describe('sign-in', () => {
  let world: IdentityWorld;
  beforeAll(async () => {
    world = await startIdentityWorld(inject('adminUrl'));
  });
  afterAll(() => world.stop());

  const signIn = (account: string, password = PASSWORD, address = '10.0.0.1') =>
    world.call<{ signIn: Signed }>(SIGN_IN, { account, password }, { address });
  const codeOf = async (answer: ReturnType<typeof signIn>) => (await answer).errors[0]?.extensions.code ?? 'none';

  it('Q-79 gives a vaccinator a token that says who she is, for ten minutes', async () => {
    const { data, setCookie } = await signIn(' Vaccinator ');
    expect(data.signIn.account).toMatchObject({
      id: ACCOUNTS.vaccinator,
      displayName: '祁生莲',
      login: 'vaccinator',
      role: 'vaccinator',
      state: 'normal',
      organisation: { name: '桥头镇卫生院' },
      divisions: [{ fullName: '青海省西宁市大通回族土族自治县' }],
    });
    expect(data.signIn.account.lastSignInAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const claims = decodeJwt(data.signIn.accessToken);
    expect(claims).toMatchObject({
      sub: ACCOUNTS.vaccinator,
      role: 'vaccinator',
      div: ['630121'],
      iss: 'miaoben-identity',
    });
    expect(claims.exp! - claims.iat!).toBe(600);
    expect(Date.parse(data.signIn.expiresAt)).toBe(claims.exp! * 1_000);
    expect(JSON.stringify(claims)).not.toContain('祁');
    expect(setCookie).toMatch(
      /^miaoben_refresh=[\w-]{43}; Path=\/graphql; Max-Age=43(200|199); HttpOnly; SameSite=Strict$/,
    );
    const me = await world.call<{ me: { displayName: string } }>(ME, {}, { token: data.signIn.accessToken });
    expect(me.data.me.displayName).toBe('祁生莲');
  });

  it('lets a guardian sign in by phone number or by login, and stay for 30 days', async () => {
    for (const name of [`+86 ${GUARDIAN.phone}`, 'guardian']) {
      const { data, setCookie } = await signIn(name);
      expect(data.signIn.account.id).toBe(ACCOUNTS.guardian);
      expect(setCookie).toMatch(/Max-Age=25(92000|91999)/);
    }
  });

  it('Q-94 gives the same answer for a wrong password, an unknown account and a partner', async () => {
    expect(await codeOf(signIn('vaccinator', 'wrong'))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn('nobody'))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn('partner'))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn('vaccinator', 'x'.repeat(100_000)))).toBe('WRONG_CREDENTIALS');
  });

  it('J-84 locks after five failures in a row, for known and unknown accounts alike, and opens again', async () => {
    for (const name of ['colleague', 'does-not-exist']) {
      for (let i = 0; i < 5; i += 1) expect(await codeOf(signIn(name, 'wrong', '10.0.0.2'))).toBe('WRONG_CREDENTIALS');
      const refused = await signIn(name, PASSWORD, '10.0.0.2');
      const { code, until } = refused.errors[0]!.extensions as { code: string; until: string };
      expect(code).toBe('ACCOUNT_LOCKED');
      const minutes = (Date.parse(until) - Date.now()) / 60_000;
      expect(minutes).toBeGreaterThan(14);
      expect(minutes).toBeLessThanOrEqual(15);
    }
    await change(world.em(), `update sign_in_failure set locked_until = now() - interval '1 second'`);
    expect(await codeOf(signIn('colleague'))).toBe('none');
    // The count began anew with the right password.
    expect(await codeOf(signIn('colleague', 'wrong'))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn('colleague'))).toBe('none');
  });

  it('J-84 counts guesses made at the same time, and a right one among too many does not get in', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => codeOf(signIn('stranger', 'wrong', '10.0.0.3'))),
    );
    expect(guesses.filter((g) => g !== 'ACCOUNT_LOCKED' && g !== 'WRONG_CREDENTIALS')).toEqual([]);
    expect(await codeOf(signIn('stranger'))).toBe('ACCOUNT_LOCKED');
    const [row] = await query<{ failures: number }>(world.em(), 'select failures from sign_in_failure where key = $1', [
      ACCOUNTS.stranger,
    ]);
    expect(row?.failures).toBe(5);
  });

  it('J-84 asks for the password again: a right one is in the token, a wrong one counts, none is left by a refresh', async () => {
    const CONFIRM =
      'mutation ($password: String!) { confirmPassword(password: $password) { accessToken account { id } } }';
    const { data, cookie } = await signIn('security_admin', PASSWORD, '10.0.9.1');
    const token = data.signIn.accessToken;
    const confirm = (password: string, from: { token?: string } = { token }) =>
      world.call<{ confirmPassword: Signed }>(CONFIRM, { password }, { ...from, address: '10.0.9.1' });
    expect(decodeJwt(token)).not.toHaveProperty('auth_time');
    expect((await confirm(PASSWORD, {})).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');

    const right = await confirm(PASSWORD);
    expect(right.data.confirmPassword.account.id).toBe(ACCOUNTS.security_admin);
    expect(right.setCookie).toBe('');
    const claims = decodeJwt(right.data.confirmPassword.accessToken);
    const before = decodeJwt(token);
    expect(claims).toMatchObject({ sub: before.sub, role: before.role, div: before.div, sid: before.sid });
    expect(Math.abs(Number(claims.auth_time) - Date.now() / 1_000)).toBeLessThan(30);
    const refreshed = await world.call<{ refreshSession: Signed }>(REFRESH, {}, { cookie });
    expect(decodeJwt(refreshed.data.refreshSession.accessToken)).not.toHaveProperty('auth_time');

    for (let i = 0; i < 5; i += 1)
      expect((await confirm('wrong')).errors[0]?.extensions.code).toBe('WRONG_CREDENTIALS');
    expect((await confirm(PASSWORD)).errors[0]?.extensions.code).toBe('ACCOUNT_LOCKED');
    expect(await codeOf(signIn('security_admin', PASSWORD, '10.0.9.2'))).toBe('ACCOUNT_LOCKED');
    await change(world.em(), 'delete from sign_in_failure where key = $1', [ACCOUNTS.security_admin]);
  });

  it('J-84 obeys the setting', async () => {
    await change(
      world.em(),
      `insert into setting (key, value) values ('sign_in', '{"maxFailures": 2, "lockMinutes": 60}')`,
    );
    expect(await codeOf(signIn('other-one', 'wrong'))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn('other-one', 'wrong'))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn('other-one', 'wrong'))).toBe('ACCOUNT_LOCKED');
    await change(world.em(), `delete from setting where key = 'sign_in'`);
  });

  it('Q-94 stops one address that tries one password on many accounts', async () => {
    for (let i = 0; i < 50; i += 1) await signIn(`spray-${i}`, PASSWORD, '10.0.0.4');
    expect(await codeOf(signIn('vaccinator', PASSWORD, '10.0.0.4'))).toBe('RATE_LIMITED');
    expect(await codeOf(signIn('vaccinator', PASSWORD, '10.0.0.5'))).toBe('none');
  });

  it('tells of a frozen account only to who knows the password, and ends its sessions at the next refresh', async () => {
    const { cookie } = await signIn('vaccinator');
    await change(world.em(), `update account set state = 'frozen' where id = $1`, [ACCOUNTS.vaccinator]);
    expect(await codeOf(signIn('vaccinator', 'wrong'))).toBe('WRONG_CREDENTIALS');
    expect(await codeOf(signIn('vaccinator'))).toBe('ACCOUNT_DISABLED');
    const refreshed = await world.call(REFRESH, {}, { cookie });
    expect(refreshed.errors[0]?.extensions.code).toBe('ACCOUNT_DISABLED');
    expect(refreshed.setCookie).toContain('Max-Age=0');
    await change(world.em(), `update account set state = 'normal' where id = $1`, [ACCOUNTS.vaccinator]);
  });

  it('refreshes with the cookie alone, and the cookie changes each time', async () => {
    const first = await signIn('vaccinator');
    const second = await world.call<{ refreshSession: Signed }>(REFRESH, {}, { cookie: first.cookie });
    expect(second.data.refreshSession.account.id).toBe(ACCOUNTS.vaccinator);
    expect(second.cookie).not.toBe(first.cookie);
    const [a, b] = [first.data.signIn, second.data.refreshSession].map((s) => decodeJwt(s.accessToken).sid);
    expect(a).toBe(b);
    expect((await world.call(REFRESH)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await world.call(REFRESH, {}, { cookie: 'miaoben_refresh=made-up' })).errors[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
  });

  const refusal = async (cookie: string) =>
    (await world.call(REFRESH, {}, { cookie })).errors[0]?.extensions.code ?? 'none';

  it('ends the whole session when a refresh token comes again after the next one was used', async () => {
    const { cookie: stolen } = await signIn('vaccinator');
    const { cookie: next } = await world.call(REFRESH, {}, { cookie: stolen });
    const { cookie: current } = await world.call(REFRESH, {}, { cookie: next });
    expect(await refusal(stolen)).toBe('UNAUTHENTICATED');
    expect(await refusal(current)).toBe('UNAUTHENTICATED');
    const lines = await query(world.em(), `select 1 from audit_line where detail->>'outcome' = 'token_reused'`);
    expect(lines).toHaveLength(1);
  });

  it('Q-79 gives another token when the answer with the first was lost, for half a minute', async () => {
    const { cookie } = await signIn('vaccinator');
    await world.call(REFRESH, {}, { cookie });
    const { cookie: second } = await world.call(REFRESH, {}, { cookie });
    expect(await refusal(second)).toBe('none');

    const { cookie: other } = await signIn('vaccinator');
    await world.call(REFRESH, {}, { cookie: other });
    await change(world.em(), `update refresh_token set used_at = used_at - interval '31 seconds'`);
    expect(await refusal(other)).toBe('UNAUTHENTICATED');
  });

  it('tells a thief from a lost answer at the latest when both go on', async () => {
    const { cookie: copied } = await signIn('vaccinator');
    const { cookie: owner } = await world.call(REFRESH, {}, { cookie: copied });
    const { cookie: thief } = await world.call(REFRESH, {}, { cookie: copied });
    const { cookie: current } = await world.call(REFRESH, {}, { cookie: owner });
    expect(await refusal(thief)).toBe('UNAUTHENTICATED');
    expect(await refusal(current)).toBe('UNAUTHENTICATED');
  });

  it('keeps refresh tokens hashed and ends the session at its time', async () => {
    const { cookie } = await signIn('vaccinator');
    const value = cookie.split('=')[1]!;
    const stored = await query(world.em(), 'select 1 from refresh_token where hash = $1', [value]);
    expect(stored).toEqual([]);
    await change(world.em(), `update session set expires_at = now() - interval '1 second' where account_id = $1`, [
      ACCOUNTS.vaccinator,
    ]);
    expect((await world.call(REFRESH, {}, { cookie })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('sends the cookie over TLS only where the product is served over TLS', async () => {
    const { config } = world.stack.services.identity;
    const { publicUrl } = config;
    config.publicUrl = 'https://miaoben.example';
    expect((await signIn('vaccinator')).setCookie).toMatch(/; Secure$/);
    config.publicUrl = publicUrl;
  });

  it('Q-79 signs out: the cookie goes, the session is over', async () => {
    const { cookie } = await signIn('vaccinator');
    const out = await world.call<{ signOut: boolean }>('mutation { signOut }', {}, { cookie });
    expect(out.data.signOut).toBe(true);
    expect(out.setCookie).toContain('Max-Age=0');
    expect((await world.call(REFRESH, {}, { cookie })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await world.call<{ signOut: boolean }>('mutation { signOut }')).data.signOut).toBe(false);
  });

  it('refuses expired and forged tokens, and those of a service or without a key of ours', async () => {
    const { data } = await signIn('vaccinator');
    const good = data.signIn.accessToken;
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const admin = Buffer.from(JSON.stringify({ ...decodeJwt(good), role: 'system_admin' })).toString('base64url');
    const { privateKey } = await generateKeyPair('ES256');
    const sign = (kid: string, exp: string) =>
      new SignJWT({ role: 'cdc' })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer('miaoben-identity')
        .setAudience('miaoben')
        .setSubject('x')
        .setExpirationTime(exp)
        .sign(privateKey);
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const expired = await world.stack.token({ role: 'cdc', expiresIn: '-1s' });
    const forged = [
      `${header}.${admin}.${signature}`,
      await sign('test', '5m'),
      await sign('unknown', '5m'),
      none,
      'x.y.z',
    ];
    for (const token of [...forged, expired, await world.stack.token({ role: 'service' })]) {
      const answer = await world.call(ME, {}, { token });
      expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
    expect((await world.call(ME)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('says what day it is and that the data are made up, to anybody', async () => {
    const answer = await world.call<{ serviceStatus: object }>('{ serviceStatus { today version demo } }');
    expect(answer.data.serviceStatus).toEqual({ today: '2026-11-21', version: '0.1.0', demo: true });
  });
});
