import { isCertificateId, type VerifierState, verifyCode } from '@miaoben/credential';
import { dateInShanghai, newId } from '@miaoben/kernel';
import { COUNTY_CDC, DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import {
  type CertificatesWorld,
  type IssuedCertificate,
  PARTS,
  startCertificatesWorld,
  TODAY,
} from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { expiryOf } from './modules/certificate/certificate.rules.ts';

let world: CertificatesWorld;
const parent: Caller = { role: 'guardian', account: 'parent' };
const stranger: Caller = { role: 'guardian', account: 'stranger' };
let nurse: Caller;
const nurseElsewhere: Caller = {
  role: 'vaccinator',
  account: 'nurse-elsewhere',
  organisation: '01900000-0000-7000-8000-0000000000c2',
  divisions: ['630203'],
};

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  nurse = {
    role: 'vaccinator',
    account: 'nurse',
    organisation: world.organisation(DEMO_CLINICS.qiaotou),
    divisions: ['630121'],
  };
  await world.bind('parent', world.elder.id);
  await world.bind('parent', world.baby.id);
});
afterAll(() => world?.stop());

const READ = `query ($id: ID!) { certificate(id: $id) { ${PARTS} } }`;
const REVOKE = `mutation ($commandId: ID!, $id: ID!, $reason: String!) {
  revokeCertificate(commandId: $commandId, id: $id, reason: $reason) { id state revokedReason } }`;
const SHORT = 'query ($code: String!) { verifyShortCode(code: $code) { kind result maskedName birthDate state } }';

/** A child of the class whose check comes to a result; each story takes another one. */
const taken = new Set<string>();
function pupil(expected: '1' | '2' | '4' | '5'): string {
  const found = world.demo.pupils.find((p) => p.expected === expected && p.person && !taken.has(p.person.id))?.person;
  if (!found) throw new Error(`no pupil of result ${expected} is left`);
  taken.add(found.id);
  return found.id;
}
async function issued(caller: Caller, personId: string): Promise<IssuedCertificate> {
  const answer = await world.issue(caller, personId);
  expect(answer.errors).toEqual([]);
  return answer.data.issueCertificate;
}
async function latest(personId: string): Promise<IssuedCertificate> {
  const answer = await world.graph<{ _entities: { certificate: IssuedCertificate }[] }>(
    nurse,
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { certificate { ${PARTS} } } } }`,
    { r: [{ __typename: 'Person', id: personId }] },
  );
  return answer.data._entities[0]!.certificate;
}
const check = async (code: string, state?: VerifierState) => verifyCode(code, state ?? (await world.verifier()));
const becomesRevoked = (code: string) =>
  expect
    .poll(
      async () => {
        await world.hear();
        return (await check(code)).kind;
      },
      { timeout: 15_000 },
    )
    .toBe('revoked');

describe('issuing', () => {
  it('Q-41 Q-49 a mother fetches the certificate of her complete child; it verifies off line', async () => {
    const certificate = await issued(parent, world.elder.id);
    expect(certificate).toMatchObject({
      state: 'valid',
      result: 1,
      missing: [],
      maskedName: '李*婷',
      birthDate: world.elder.birthDate,
      // By real time: devices that verify know no demo date. Complete: to the end of the year, not over 150 days, not under one.
      expiresOn: dateInShanghai(new Date(expiryOf(1, Math.floor(Date.now() / 1000)) * 1000)),
      scheduleVersion: 'NIP-2026',
      issuer: { id: world.organisation(DEMO_CLINICS.qiaotou) },
      person: { id: world.elder.id },
      revokedReason: null,
    });
    expect(certificate.number).toMatch(new RegExp(`^630121${new Date().getFullYear()}\\d{8}$`));
    expect(isCertificateId(certificate.identifier)).toBe(true);
    expect(certificate.identifier).toContain(`.630121.${certificate.number}.001.`);
    expect(certificate.shortCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);

    const answer = await check(certificate.code);
    expect(answer).toMatchObject({
      kind: 'genuine',
      codeKind: 'static',
      result: 1,
      maskedName: '李*婷',
      birthDate: world.elder.birthDate,
      ruleDate: '2026-06-17',
      listAge: 'fresh',
    });
  });

  it('J-135 binds the code to the ID number of the child', async () => {
    const { code } = (await world.issue(parent, world.elder.id)).data.issueCertificate;
    const state = await world.verifier();
    const { name, birthDate, documentNumber } = world.elder;
    const own = { ref: 'own', name, birthDate, idNumber: documentNumber };
    expect((await check(code, { ...state, roster: [own] })).roster?.outcome).toBe('match');
    // The tag is one byte: of several wrong numbers at most a few fit by chance.
    const others = world.demo.pupils.map((p) => ({ ref: 'other', name, birthDate, idNumber: p.row.documentNumber }));
    const outcomes = await Promise.all(others.map((o) => check(code, { ...state, roster: [o] })));
    expect(outcomes.filter((a) => a.roster?.outcome === 'not_on_roster').length).toBeGreaterThan(40);
  });

  it.each([
    ['2', 2],
    ['4', 4],
    ['5', 5],
  ] as const)('gives result %s for 30 days, missing doses only with 2', async (expected, result) => {
    const certificate = await issued(nurse, pupil(expected));
    expect(certificate.result).toBe(result);
    expect(certificate.expiresOn).toBe(dateInShanghai(new Date(Date.now() + 30 * 86_400_000)));
    expect(certificate.missing.length > 0).toBe(result === 2);
    for (const { vaccine } of certificate.missing) expect(vaccine).toMatch(/^\d\d$/);
    const answer = await check(certificate.code);
    expect(answer).toMatchObject({ kind: 'genuine', result, missing: certificate.missing });
  });

  it('gives the same certificate when asked again on the same day with the same answer', async () => {
    const personId = pupil('1');
    const first = await issued(nurse, personId);
    expect(await issued(nurse, personId)).toEqual(first);
  });

  it('replays a command: same outcome, one certificate, one audit line', async () => {
    const personId = pupil('1');
    const commandId = newId();
    const first = await world.issue(nurse, personId, commandId);
    const again = await world.issue(nurse, personId, commandId);
    expect(again.data).toEqual(first.data);
    const lines = await world.auditLines('Mutation.issueCertificate');
    expect(lines.filter((l) => l.subject === first.data.issueCertificate.id)).toHaveLength(1);
    const other = await world.issue(nurse, pupil('1'), commandId);
    expect(other.errors[0]?.extensions.code).toBe('COMMAND_REUSED');
    expect((await world.issue(nurse, personId, 'no-uuid')).errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'commandId',
      reason: 'format',
    });
  });

  it('S-28 refuses a child of others with the same answer as one that is not there', async () => {
    const absent = await world.issue(stranger, newId());
    for (const caller of [stranger, nurseElsewhere]) {
      const foreign = await world.issue(caller, world.elder.id);
      expect(foreign.errors[0]?.extensions).toEqual(absent.errors[0]?.extensions);
      expect(foreign.errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it.each(['cdc', 'inspector', 'school_checker', 'partner', 'system_admin', 'security_admin', 'audit_admin'] as const)(
    'is not for %s',
    async (role) => {
      const answer = await world.issue({ role, divisions: ['63'] }, world.elder.id);
      expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
    },
  );

  it('is not for somebody without a token', async () => {
    const answer = await world.graph(undefined, '{ myCertificates { id } }');
    expect(answer.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('reading', () => {
  it('gives the certificate to parent, clinic, CDC, inspector and partner of the area, to nobody else', async () => {
    const { id } = await issued(parent, world.elder.id);
    for (const caller of [parent, nurse, { role: 'partner', divisions: ['6301'] } as Caller])
      expect((await world.graph<{ certificate: { id: string } }>(caller, READ, { id })).data.certificate.id).toBe(id);
    const plain = 'query ($id: ID!) { certificate(id: $id) { id number result } }';
    for (const role of ['cdc', 'inspector'] as const) {
      const caller: Caller = { role, divisions: ['6301'] };
      expect((await world.graph<{ certificate: { id: string } }>(caller, plain, { id })).data.certificate.id).toBe(id);
      const withCode = await world.graph(caller, READ, { id });
      expect(withCode.errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
    for (const caller of [stranger, nurseElsewhere, { role: 'cdc', divisions: ['6302'] } as Caller]) {
      const foreign = await world.graph(caller, plain, { id });
      expect(foreign.data).toEqual({ certificate: null });
      expect((await world.graph(caller, plain, { id: 'bm9uc2Vuc2U' })).data).toEqual({ certificate: null });
    }
    for (const role of ['school_checker', 'system_admin', 'security_admin', 'audit_admin'] as const)
      expect((await world.graph({ role, divisions: ['63'] }, plain, { id })).errors[0]?.extensions.code).toBe(
        'FORBIDDEN',
      );
    const lines = await world.auditLines('Query.certificate');
    expect(lines.map((l) => l.subject)).toContain(id);
  });

  it('lists the certificates of one’s children', async () => {
    const { id } = await issued(parent, world.elder.id);
    const mine = '{ myCertificates { id state person { id } } }';
    const answer = await world.graph<{ myCertificates: { id: string }[] }>(parent, mine);
    expect(answer.data.myCertificates.map((c) => c.id)).toContain(id);
    expect((await world.graph(stranger, mine)).data).toEqual({ myCertificates: [] });
  });

  it('hangs on the federated person, with the same number of statements for any number of persons', async () => {
    const entities = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { id certificate { id result } } } }`;
    const persons = world.demo.pupils.flatMap((p) => p.person?.id ?? []);
    const ask = (ids: readonly string[]) =>
      world.graph<{ _entities: { id: string; certificate: { id: string } | null }[] }>(nurse, entities, {
        r: ids.map((id) => ({ __typename: 'Person', id })),
      });
    const one = await ask([world.elder.id]);
    const many = await ask([world.elder.id, ...persons]);
    expect(one.data._entities[0]?.certificate).not.toBeNull();
    expect(many.data._entities).toHaveLength(persons.length + 1);
    expect(many.statements).toBe(one.statements);
    expect(one.statements).toBeLessThanOrEqual(2);
    const foreign = await world.graph(nurseElsewhere, entities, {
      r: [{ __typename: 'Person', id: world.elder.id }],
    });
    expect(foreign.data).toMatchObject({ _entities: [{ certificate: null }] });
  });
});

describe('revoking', () => {
  it('reaches the lists at once, and the trust list that names them', async () => {
    const certificate = await issued(nurse, pupil('1'));
    const before = await world.verifier();
    expect((await check(certificate.code, before)).kind).toBe('genuine');
    const revoked = await world.graph<{ revokeCertificate: { state: string; revokedReason: string } }>(nurse, REVOKE, {
      commandId: newId(),
      id: certificate.id,
      reason: ' 证件信息有误 ',
    });
    expect(revoked.errors).toEqual([]);
    expect(revoked.data.revokeCertificate).toMatchObject({ state: 'revoked', revokedReason: '证件信息有误' });
    const after = await world.verifier();
    expect(after.trust.sequence).toBe(before.trust.sequence + 1);
    expect(await check(certificate.code, after)).toMatchObject({ kind: 'revoked', reason: 'code_revoked' });
  });

  it('says why it refuses', async () => {
    const { id } = await issued(nurse, pupil('1'));
    const revoke = async (caller: Caller, reason: string, which = id) =>
      (await world.graph(caller, REVOKE, { commandId: newId(), id: which, reason })).errors[0]?.extensions;
    expect(await revoke(nurse, '  ')).toMatchObject({ code: 'BAD_INPUT', field: 'reason', reason: 'required' });
    expect(await revoke(nurse, '长'.repeat(201))).toMatchObject({ code: 'BAD_INPUT', reason: 'too_long' });
    expect(await revoke(nurseElsewhere, 'x')).toEqual({ code: 'FORBIDDEN' });
    expect(await revoke(nurse, 'x', 'bm9uc2Vuc2U')).toEqual({ code: 'FORBIDDEN' });
    expect(await revoke(parent, 'x')).toEqual({ code: 'FORBIDDEN' });
    expect(await revoke(nurse, 'x')).toBeUndefined();
    expect(await revoke(nurse, 'x')).toMatchObject({ code: 'CONFLICT', reason: 'already_decided' });
  });
});

describe('what happens to the record', () => {
  it('a voided dose revokes the code that rests on it and issues a new one', async () => {
    const personId = pupil('1');
    const old = await issued(nurse, personId);
    await world.voidLast(nurse, personId, '1201');
    await becomesRevoked(old.code);
    const state = await world.verifier();
    const before = await world.graph<{ certificate: IssuedCertificate }>(nurse, READ, { id: old.id });
    expect(before.data.certificate).toMatchObject({ state: 'revoked', revokedReason: 'record_changed' });

    const fresh = await issued(nurse, personId);
    expect(fresh).toMatchObject({
      state: 'valid',
      result: 2,
      missing: [{ vaccine: '12', doses: 1 }],
      number: old.number,
    });
    expect(fresh.identifier).toContain(`.${old.number}.002.`);
    expect(await check(fresh.code, state)).toMatchObject({ kind: 'genuine', result: 2 });
  });

  it('Q-72 J-55 a closed body issues nothing; what it issued passes to the unit of the file when the record changes, or ends', async () => {
    const personId = pupil('1');
    const authority: Caller = { ...nurse, organisation: world.organisation(COUNTY_CDC) };
    const person = world.demo.pupils.find((p) => p.person?.id === personId)!.person!;
    const managing = person.managingClinicCode;
    const other = person.doses.find((d) => d.vaccine !== '1201')!.vaccine;
    const old = await issued(authority, personId);
    expect(old.issuer.id).toBe(world.organisation(COUNTY_CDC));
    await world.close(COUNTY_CDC, TODAY);
    expect((await world.issue(authority, personId)).data.issueCertificate.id).toBe(old.id);
    expect((await world.issue(authority, pupil('1'))).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
      part: 'issuer',
    });
    await world.voidLast(nurse, personId, '1201');
    await becomesRevoked(old.code);
    const moved = await latest(personId);
    expect(moved).toMatchObject({ state: 'valid', issuer: { id: world.organisation(managing) } });

    await world.close(managing, TODAY);
    await world.voidLast(nurse, personId, other);
    await becomesRevoked(moved.code);
    expect(await latest(personId)).toMatchObject({ id: moved.id, state: 'revoked' });
    await world.close(managing, null);
    await world.close(COUNTY_CDC, null);
  });

  it('a dose that changes nothing leaves the code alone', async () => {
    const personId = pupil('1');
    const first = await issued(nurse, personId);
    const recorded = await world.stack.graph(
      'vaccines',
      nurse,
      'mutation ($commandId: ID!, $input: RecordDoseInput!) { recordDose(commandId: $commandId, input: $input) { dose { id } } }',
      {
        commandId: newId(),
        input: { doseId: newId(), personId, date: '2026-11-20', vaccineCode: '2201', outside: true },
      },
    );
    expect(recorded.errors).toEqual([]);
    await world.hear();
    expect((await check(first.code)).kind).toBe('genuine');
    expect((await issued(nurse, personId)).id).toBe(first.id);
  });

  it('J-03 a corrected name revokes the code that shows the old one', async () => {
    const personId = pupil('1');
    const old = await issued(nurse, personId);
    const read = await world.stack.graph<{ person: { version: number } }>(
      'people',
      nurse,
      'query ($id: ID!) { person(id: $id) { version } }',
      { id: personId },
    );
    const changed = await world.stack.graph(
      'people',
      nurse,
      `mutation ($commandId: ID!, $id: ID!, $version: Int!) {
        changePerson(commandId: $commandId, id: $id, expectedVersion: $version, changes: { name: "欧阳正名" }) { id } }`,
      { commandId: newId(), id: personId, version: read.data.person.version },
    );
    expect(changed.errors).toEqual([]);
    await becomesRevoked(old.code);
    const fresh = await issued(nurse, personId);
    expect(fresh.maskedName).toBe('欧*名');
    expect(fresh.identifier).toContain('.002.');
  });
});

describe('the typed code', () => {
  it('answers anybody, however it is typed', async () => {
    const { shortCode, birthDate, maskedName } = await issued(parent, world.elder.id);
    const typed = shortCode.toLowerCase().replace(/(.{4})(?=.)/g, '$1-');
    const answer = await world.graph(undefined, SHORT, { code: typed });
    expect(answer.data).toEqual({
      verifyShortCode: { kind: 'genuine', result: 1, maskedName, birthDate, state: 'valid' },
    });
  });

  it('gives an unknown code the answer of a mistyped one, with as many statements', async () => {
    const unknown = await world.graph(undefined, SHORT, { code: '0000-0000-0000-0000' });
    const mistyped = await world.graph(undefined, SHORT, { code: 'UUUU' });
    expect(unknown.data).toEqual({
      verifyShortCode: { kind: 'unreadable', result: null, maskedName: null, birthDate: null, state: null },
    });
    expect(mistyped.data).toEqual(unknown.data);
    expect(mistyped.statements).toBe(unknown.statements);
  });

  it('says that a code was revoked, without a verdict', async () => {
    const { id, shortCode } = await issued(nurse, pupil('1'));
    await world.graph(nurse, REVOKE, { commandId: newId(), id, reason: '遗失' });
    const answer = await world.graph<{ verifyShortCode: object }>(parent, SHORT, { code: shortCode });
    expect(answer.data.verifyShortCode).toMatchObject({ kind: 'revoked', result: null, state: 'revoked' });
  });

  it('stops whoever tries many', async () => {
    const guesser: Caller = { role: 'inspector', account: 'guesser' };
    const answers = [];
    for (let i = 0; i < 21; i += 1) answers.push(await world.graph(guesser, SHORT, { code: '0000000000000000' }));
    expect(answers.slice(0, 20).every((a) => a.errors.length === 0)).toBe(true);
    expect(answers[20]?.errors[0]?.extensions.code).toBe('RATE_LIMITED');
  });
});
