import { residentIdCheckCharacter } from '@miaoben/identifiers';
import { change, newId, query } from '@miaoben/kernel';
import { GUARDIAN, type IdentityWorld, startIdentityWorld } from '@miaoben/tests/support/identity-world';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

const REQUEST = 'mutation ($phone: String!) { requestPhoneCode(phone: $phone) { ticket expiresAt resendAfter } }';
const REGISTER = `mutation ($commandId: ID!, $input: RegisterGuardianInput!) {
  registerGuardian(commandId: $commandId, input: $input) { accessToken account { id login displayName role realNameVerified } } }`;
const VERIFY = 'mutation ($commandId: ID!) { verifyRealName(commandId: $commandId) { result checkedAt provider } }';

interface Ticket {
  ticket: string;
  expiresAt: string;
  resendAfter: string;
}
interface Registered {
  registerGuardian: {
    accessToken: string;
    account: { id: string; login: string; displayName: string; realNameVerified: boolean };
  };
}
interface Verified {
  verifyRealName: { result: string; provider: string; checkedAt: string };
}

let serial = 0;
const idNumber = (born = '19900307') => {
  const first17 = `630121${born}${String(++serial).padStart(3, '0')}`;
  return first17 + residentIdCheckCharacter(first17);
};
const phoneNumber = () => `139972${String(++serial).padStart(5, '0')}`;

/** Right in every field but the code. */
const FORM = {
  name: '马海兰',
  documentType: 'RESIDENT_ID',
  documentNumber: idNumber(),
  phone: '13997290000',
  codeTicket: newId(),
  code: '123456',
  password: 'Huang-he-2026',
  acceptedTerms: true,
};

describe('registration of guardians', () => {
  let world: IdentityWorld;
  beforeAll(async () => {
    world = await startIdentityWorld(inject('adminUrl'));
  });
  afterAll(() => world.stop());
  let address: string;
  beforeEach(() => {
    address = `10.2.0.${++serial}`;
  });

  async function requestCode(phone: string) {
    const { data } = await world.call<{ requestPhoneCode: Ticket }>(REQUEST, { phone }, { address });
    return { codeTicket: data.requestPhoneCode.ticket, code: await world.codeSentTo(phone) };
  }
  async function form(more: Record<string, unknown> = {}) {
    const phone = phoneNumber();
    return {
      name: '马海兰',
      documentType: 'RESIDENT_ID',
      documentNumber: idNumber(),
      phone,
      ...(await requestCode(phone)),
      password: 'Huang-he-2026',
      acceptedTerms: true,
      ...more,
    };
  }
  const register = (input: object, commandId = newId()) =>
    world.call<Registered>(REGISTER, { commandId, input }, { address });
  const verify = (token: string, commandId = newId()) => world.call<Verified>(VERIFY, { commandId }, { token });

  it('Q-78 H-28 registers with a code from the phone, signs in, and a replay makes no second account', async () => {
    const input = await form();
    const commandId = newId();
    const first = await register(input, commandId);
    expect(first.data.registerGuardian.account).toMatchObject({
      displayName: '马海兰',
      login: input.phone,
      realNameVerified: false,
    });
    expect(first.setCookie).toContain('miaoben_refresh=');
    const again = await register(input, commandId);
    expect(again.data.registerGuardian.account.id).toBe(first.data.registerGuardian.account.id);
    const changed = await register({ ...input, password: 'Another-2026' }, commandId);
    expect(changed.errors[0]?.extensions.code).toBe('COMMAND_REUSED');
  });

  it('Q-88 stores nothing in the clear: name, phone, document, code, password', async () => {
    const input = await form();
    await register(input);
    for (const table of ['account', 'phone_code', 'command', 'audit_line', 'session', 'outbox', 'real_name_check']) {
      const [row] = await query<{ text: string }>(
        world.em(),
        `select coalesce(string_agg(t::text, '|'), '') as text from ${table} t`,
      );
      for (const secret of [input.name, input.phone, input.documentNumber, input.password]) {
        expect(row?.text.includes(secret), `${table} holds ${secret}`).toBe(false);
      }
    }
  });

  it.each([
    ['name', { name: '' }, 'required'],
    ['name', { name: '马\u200b海兰' }, 'suspicious_characters'],
    ['documentType', { documentType: 'LIBRARY_CARD' }, 'unknown_code'],
    ['documentNumber', { documentNumber: '630121199003074520' }, 'check_digit'],
    ['documentNumber', { documentNumber: idNumber('20150307') }, 'out_of_range'],
    ['phone', { phone: '12345' }, 'format'],
    ['code', { code: '12' }, 'format'],
    ['password', { password: 'password' }, 'weak_password'],
    ['acceptedTerms', { acceptedTerms: false }, 'terms'],
  ])('Q-78 refuses a wrong %s before anything is saved', async (field, wrong, reason) => {
    const answer = await register({ ...FORM, ...wrong });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: `input.${field}`, reason });
  });

  it('Q-94 refuses a phone or document that has an account, after the code proved the phone', async () => {
    const twin = await register(await form({ documentNumber: GUARDIAN.documentNumber }));
    expect(twin.errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'duplicate',
      field: 'input.documentNumber',
    });
    const code = await requestCode(GUARDIAN.phone);
    const same = await register({ ...FORM, phone: GUARDIAN.phone, ...code });
    expect(same.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'duplicate', field: 'input.phone' });
    const stranger = await register({ ...FORM, phone: GUARDIAN.phone, code: '000000' });
    expect(stranger.errors[0]?.extensions.code).toBe('BAD_INPUT');
  });

  it('S-28 lets one of two registrations at the same time through', async () => {
    const documentNumber = idNumber();
    const inputs = [await form({ documentNumber }), await form({ documentNumber })];
    const answers = await Promise.all(inputs.map((input) => register(input)));
    expect(answers.map((a) => a.errors[0]?.extensions.code ?? 'done').sort()).toEqual(['CONFLICT', 'done']);
  });

  it('H-28 gives a code five tries, whoever sends them, then none', async () => {
    const input = await form();
    const wrong = input.code === '000000' ? '111111' : '000000';
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => register({ ...input, code: wrong })));
    for (const a of answers)
      expect(a.errors[0]?.extensions).toMatchObject({ field: 'input.code', reason: 'phone_code_wrong' });
    expect((await register(input)).errors[0]?.extensions.reason).toBe('phone_code_expired');
  });

  it('H-28 takes a code only for its phone, once, and for five minutes', async () => {
    const other = await form();
    const mixed = await register({ ...other, phone: phoneNumber() });
    expect(mixed.errors[0]?.extensions.reason).toBe('phone_code_wrong');
    const input = await form();
    await register(input);
    const reuse = await register({ ...input, documentNumber: idNumber() });
    expect(reuse.errors[0]?.extensions.reason).toBe('phone_code_expired');
    const late = await form();
    await change(world.em(), 'update phone_code set expires_at = now() where id = $1', [late.codeTicket]);
    expect((await register(late)).errors[0]?.extensions.reason).toBe('phone_code_expired');
  });

  it('H-28 sends the next code after a minute, ten a day', async () => {
    const phone = phoneNumber();
    await requestCode(phone);
    const soon = await world.call(REQUEST, { phone }, { address });
    expect(soon.errors[0]?.extensions.code).toBe('RATE_LIMITED');
    await change(
      world.em(),
      `update phone_code set created_at = now() - interval '2 minutes' where id in (select id from phone_code order by created_at desc limit 1)`,
    );
    const { data } = await world.call<{ requestPhoneCode: Ticket }>(REQUEST, { phone: ` +86${phone} ` }, { address });
    const { expiresAt, resendAfter } = data.requestPhoneCode;
    expect(Date.parse(expiresAt) - Date.parse(resendAfter)).toBe(240_000);
    const blind = world.keyring.blind('account.phone', phone);
    await change(
      world.em(),
      `insert into phone_code (id, phone_blind, code_hash, created_at, expires_at)
       select gen_random_uuid(), $1, '', now() - interval '1 hour', now() from generate_series(1, 10)`,
      [blind],
    );
    await change(world.em(), `update phone_code set created_at = now() - interval '1 hour' where phone_blind = $1`, [
      blind,
    ]);
    expect((await world.call(REQUEST, { phone }, { address })).errors[0]?.extensions.code).toBe('RATE_LIMITED');
    expect((await world.call(REQUEST, { phone: '0971-2722120' }, { address })).errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'phone',
    });
  });

  it('stops one address that has codes sent to many phones', async () => {
    for (let i = 0; i < 30; i += 1) await requestCode(phoneNumber());
    const answer = await world.call(REQUEST, { phone: phoneNumber() }, { address });
    expect(answer.errors[0]?.extensions.code).toBe('RATE_LIMITED');
  });

  it.each([
    ['马海兰', 'passed', true],
    ['马海假', 'failed', false],
    ['马海疑', 'manual', false],
  ])('Q-89 Q-91 has the name of %s checked: %s', async (name, result, verified) => {
    const token = (await register(await form({ name }))).data.registerGuardian.accessToken;
    const commandId = newId();
    const { data } = await verify(token, commandId);
    expect(data.verifyRealName).toMatchObject({ result, provider: 'local counterpart' });
    expect((await verify(token, commandId)).data).toEqual(data);
    const me = await world.call<{ me: { id: string; realNameVerified: boolean } }>(
      '{ me { id realNameVerified } }',
      {},
      { token },
    );
    expect(me.data.me.realNameVerified).toBe(verified);
    const log = await query(world.em(), 'select result, provider, failure from real_name_check where account_id = $1', [
      me.data.me.id,
    ]);
    expect(log).toEqual([{ result, provider: 'local counterpart', failure: null }]);
  });

  it('Q-91 logs that the service did not answer, and asks again for the same command', async () => {
    const token = (await register(await form())).data.registerGuardian.accessToken;
    const commandId = newId();
    const { config } = world.stack.services.identity;
    config.realNameUrl = 'http://127.0.0.1:9';
    expect((await verify(token, commandId)).errors[0]?.extensions).toMatchObject({
      code: 'UNAVAILABLE',
      part: 'real_name',
    });
    expect(await query(world.em(), 'select result, failure from real_name_check where id = $1', [commandId])).toEqual([
      { result: null, failure: 'no answer' },
    ]);
    config.realNameUrl = world.realNameUrl;
    expect((await verify(token, commandId)).data.verifyRealName.result).toBe('passed');
    expect((await verify(token, 'not-an-id')).errors[0]?.extensions.field).toBe('commandId');
  });

  it("refuses a check under another guardian's command, and the eleventh of a day", async () => {
    const [a, b] = [await register(await form()), await register(await form())].map(
      (r) => r.data.registerGuardian.accessToken,
    );
    const commandId = newId();
    await verify(a!, commandId);
    expect((await verify(b!, commandId)).errors[0]?.extensions.code).toBe('COMMAND_REUSED');
    for (let i = 0; i < 9; i += 1) await verify(a!);
    expect((await verify(a!)).errors[0]?.extensions.code).toBe('RATE_LIMITED');
  });
});
