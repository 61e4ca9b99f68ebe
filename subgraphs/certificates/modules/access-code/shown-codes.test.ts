import { readOwnClaims, verifyCode } from '@miaoben/credential';
import { newId, openNotice, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { DEMO_CLINICS, DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let world: CertificatesWorld;
let child: string;
const parent: Caller = { role: 'guardian', account: 'parent' };
const stranger: Caller = { role: 'guardian', account: 'stranger' };
let nurse: Caller;
/** of a county the child does not live in */
let nurseElsewhere: Caller;

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  child = world.elder.id;
  const organisation = world.organisation(DEMO_CLINICS.qiaotou);
  nurse = { role: 'vaccinator', account: 'nurse', organisation, divisions: ['630121'] };
  nurseElsewhere = { role: 'vaccinator', account: 'elsewhere', organisation, divisions: ['630203'] };
  await world.bind('parent', child);
  await world.bind('parent', world.baby.id);
});
afterAll(() => world?.stop());

const PRESENT = `mutation ($commandId: ID!, $personId: ID!, $school: String) {
  presentCertificate(commandId: $commandId, personId: $personId, school: $school) { code issuedAt expiresAt redrawAfter } }`;
interface Shown {
  presentCertificate: { code: string; issuedAt: string; expiresAt: string; redrawAfter: number };
}
const present = (caller: Caller, school?: string, personId = child, commandId = newId()) =>
  world.graph<Shown>(caller, PRESENT, { commandId, personId, school });

const PRESENT_FOR = `mutation ($c: ID!, $p: ID!, $school: String, $purpose: PresentationPurpose) {
  presentCertificate(commandId: $c, personId: $p, school: $school, purpose: $purpose) { code } }`;

const DOSES = 'doses { date vaccineName doseNumber lotNumber manufacturer clinicName isValid }';
const RECORD = `{ id personId purpose openedAt readableUntil name sex birthDate maskedDocument ${DOSES} }`;
const MAKE = `mutation ($commandId: ID!, $personId: ID!, $purpose: AccessPurpose!) {
  makeAccessCode(commandId: $commandId, personId: $personId, purpose: $purpose) { id code expiresAt createdAt } }`;
const OPEN = `mutation ($commandId: ID!, $code: String!) {
  openAccessCode(commandId: $commandId, code: $code) { state record ${RECORD} } }`;
const LIST =
  'query ($personId: ID!) { accessCodes(personId: $personId) { id code openedAt openedBy refused refusedAt } }';
interface Opened {
  openAccessCode: {
    state: string;
    record: { id: string; name: string; doses: unknown[]; maskedDocument: string } | null;
  };
}
async function make(purpose = 'full_history', caller = parent): Promise<{ id: string; code: string }> {
  const made = await world.graph<{
    makeAccessCode: { id: string; code: string; createdAt: string; expiresAt: string };
  }>(caller, MAKE, { commandId: newId(), personId: child, purpose });
  expect(made.errors).toEqual([]);
  const { createdAt, expiresAt } = made.data.makeAccessCode;
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(300_000);
  return made.data.makeAccessCode;
}
const open = async (caller: Caller, code: string, commandId = newId()) =>
  (await world.graph<Opened>(caller, OPEN, { commandId, code })).data.openAccessCode;
const listed = async () =>
  (
    await world.graph<{ accessCodes: { id: string; openedBy: string | null; refused: number; code: string | null }[] }>(
      parent,
      LIST,
      { personId: child },
    )
  ).data.accessCodes;
const events = async <T>(type: string): Promise<T[]> =>
  (await query<{ payload: T }>(world.em(), 'select payload from outbox where type = $1 order by seq', [type])).map(
    (r) => r.payload,
  );

describe('the code on the parent’s screen', () => {
  it('Q-45 Q-143 says what the certificate says, is signed now for ten minutes, and is drawn anew each minute', async () => {
    const certificate = (await world.issue(nurse, child)).data.issueCertificate;
    const first = (await present(parent)).data.presentCertificate;
    expect(first.redrawAfter).toBe(60);
    expect(Date.parse(first.expiresAt) - Date.parse(first.issuedAt)).toBe(600_000);
    const second = (await present(parent)).data.presentCertificate;
    expect(second.code).not.toBe(first.code);
    const state = await world.verifier();
    for (const { code } of [first, second]) {
      expect(await verifyCode(code, state)).toMatchObject({
        kind: 'genuine',
        codeKind: 'presentation',
        result: certificate.result,
        maskedName: certificate.maskedName,
        birthDate: certificate.birthDate,
        audience: null,
      });
    }
    // Drawn twice, shown once; and one place in the list for both.
    expect(await events('credential.used')).toMatchObject([{ use: 'shown', certificateId: certificate.id }]);
    expect(readOwnClaims(second.code).statusIndex).toBe(readOwnClaims(first.code).statusIndex);
    expect(readOwnClaims(first.code).statusIndex).not.toBe(readOwnClaims(certificate.code).statusIndex);
  });

  it('attack 11: an old picture of the screen is refused', async () => {
    const { code, expiresAt } = (await present(parent)).data.presentCertificate;
    const later = Math.floor(Date.parse(expiresAt) / 1000) + 301;
    expect(await verifyCode(code, { ...(await world.verifier()), now: later })).toMatchObject({ kind: 'expired' });
  });

  it('attack 26: however many codes of a child are collected, they tell one byte of the number', async () => {
    const codes = [(await present(parent)).data.presentCertificate.code];
    codes.push((await present(parent)).data.presentCertificate.code);
    codes.push((await world.issue(nurse, child)).data.issueCertificate.code);
    expect(new Set(codes.map((code) => Buffer.from(readOwnClaims(code).idTag).toString('hex'))).size).toBe(1);
  });

  it('Q-45 names a school when the parent says which', async () => {
    const schools = await world.graph<{ presentationSchools: { code: string; name: string }[] }>(
      parent,
      'query ($personId: ID!) { presentationSchools(personId: $personId) { code name } }',
      { personId: child },
    );
    const codes = schools.data.presentationSchools.map((s) => s.code);
    expect(codes).toContain(DEMO_SCHOOLS.primary);
    const { code } = (await present(parent, DEMO_SCHOOLS.primary)).data.presentCertificate;
    const answer = await verifyCode(code, await world.verifier());
    expect(answer).toMatchObject({ kind: 'genuine', audience: DEMO_SCHOOLS.primary });
    expect((await present(parent, DEMO_CLINICS.qiaotou)).errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'school',
      reason: 'unknown_code',
    });
  });

  it('ends at once with the certificate it speaks for', async () => {
    const { id } = (await world.issue(nurse, child)).data.issueCertificate;
    const { code } = (await present(parent)).data.presentCertificate;
    await world.graph(
      nurse,
      'mutation ($c: ID!, $id: ID!) { revokeCertificate(commandId: $c, id: $id, reason: "打错了") { id } }',
      { c: newId(), id },
    );
    expect(await verifyCode(code, await world.verifier())).toMatchObject({ kind: 'revoked', reason: 'code_revoked' });
    expect((await present(parent)).errors[0]?.extensions).toMatchObject({ field: 'personId', reason: 'wrong_state' });
    await world.issue(nurse, child);
  });

  it('is for the family alone, without a difference between a foreign child and none', async () => {
    const [foreign, none] = await Promise.all([present(stranger), present(parent, undefined, newId())]);
    expect(foreign.errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(none.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('the access code', () => {
  it('Q-45 is told apart by what it is shown for: school entry, travel, a job, an event; a school is named for its entry alone', async () => {
    const showFor = (purpose: string | null, school?: string) =>
      world.graph(parent, PRESENT_FOR, { c: newId(), p: child, purpose, school });
    const purposes = ['travel', 'employment', 'event', 'school_entry', null];
    for (const purpose of purposes) expect((await showFor(purpose)).errors).toEqual([]);
    const lines = await world.auditLines('Mutation.presentCertificate');
    expect(lines.slice(-purposes.length).map((l) => l.detail.purpose)).toEqual(purposes);
    expect((await showFor('travel', 'X')).errors[0]?.extensions).toMatchObject({
      field: 'school',
      reason: 'wrong_state',
    });
    expect((await showFor('school_entry', 'X')).errors[0]?.extensions).toMatchObject({ reason: 'unknown_code' });
    expect((await showFor('holiday')).errors[0]?.extensions.code).toBe('BAD_INPUT');
  });

  it('Q-45 opens the whole record for whom it was shown to, in another county too, and the parent sees who and when', async () => {
    const { id, code } = await make();
    expect(code).toMatch(/^VT1:.{24}$/);
    const opened = await open(nurseElsewhere, code);
    expect(opened.state).toBe('opened');
    expect(opened.record).toMatchObject({ personId: child, purpose: 'full_history', name: world.elder.name });
    expect(opened.record?.doses.length).toBe(world.elder.doses.length);
    expect(opened.record?.doses[0]).toMatchObject({ vaccineName: expect.any(String), clinicName: expect.any(String) });
    const entry = (await listed()).find((c) => c.id === id);
    expect(entry).toMatchObject({ openedBy: expect.stringContaining('桥头'), refused: 0, code: null });
    const [notice] = (await events<NoticeRequested>('notice.requested')).filter((n) => n.kind === 'access_code_opened');
    expect(notice).toMatchObject({ accountId: 'parent', subjectId: child });
    const { params } = openNotice(world.stack.services.certificates.keyring, notice?.sealed ?? '');
    expect(params).toEqual({ name: expect.stringContaining('*'), who: expect.stringContaining('桥头') });
  });

  it('attack 27: a second use is refused and shown to the parent, and the record stays with the first', async () => {
    const { id, code } = await make();
    const commandId = newId();
    const first = await open(nurse, code, commandId);
    const second = await open(nurseElsewhere, code);
    expect(second).toEqual({ state: 'used', record: null });
    // Sent again because the answer was lost: the same opening, no second use.
    expect((await open(nurse, code, commandId)).record?.id).toBe(first.record?.id);
    expect((await listed()).find((c) => c.id === id)).toMatchObject({ refused: 1, refusedAt: expect.any(String) });
    const read = (caller: Caller) =>
      world.graph<{ openedRecord: { id: string } | null }>(
        caller,
        'query ($id: ID!) { openedRecord(id: $id) { id name } }',
        { id },
      );
    expect((await read(nurse)).data.openedRecord?.id).toBe(id);
    expect((await read(nurseElsewhere)).data.openedRecord).toBeNull();
  });

  it('attack 27: of many who scan at one moment one is first', async () => {
    const { id, code } = await make();
    const scanners = Array.from({ length: 8 }, (_, i) => ({ ...nurse, account: `nurse-${i}` }));
    const states = (await Promise.all(scanners.map((s) => open(s, code)))).map((o) => o.state).sort();
    expect(states).toEqual(['opened', ...Array.from({ length: 7 }, () => 'used')]);
    expect((await listed()).find((c) => c.id === id)?.refused).toBe(7);
  });

  it('attack 27: ends after five minutes, when another one is made, and the record half an hour after the opening', async () => {
    const replaced = await make();
    const { code, id } = await make();
    expect((await open(nurse, replaced.code)).state).toBe('expired');
    const record = (await open(nurse, code)).record;
    expect(record?.id).toBe(id);
    await query(world.em(), `update access_code set opened_at = opened_at - interval '31 minutes' where id = $1`, [id]);
    const read = await world.graph<{ openedRecord: null }>(nurse, 'query ($id: ID!) { openedRecord(id: $id) { id } }', {
      id,
    });
    expect(read.data.openedRecord).toBeNull();
    const late = await make();
    await query(world.em(), `update access_code set expires_at = now() where id = $1`, [late.id]);
    expect((await open(nurse, late.code)).state).toBe('expired');
  });

  it('shows the holder’s identity without a vaccination where that is the purpose', async () => {
    const { code } = await make('identity');
    const { record } = await open(nurseElsewhere, code);
    expect(record).toMatchObject({ purpose: 'identity', name: world.elder.name, doses: [] });
    expect(record?.maskedDocument).toMatch(/^\d{4}\*{12}[\dX]{2}$/);
  });

  it.each(['', 'VT1:', 'VT1:AAAAAAAAAAAAAAAAAAAAAAAA', 'VX1:ABC', '63012119900101'])(
    'knows nothing of “%s”',
    async (code) => {
      expect(await open(nurse, code)).toEqual({ state: 'unknown', record: null });
    },
  );

  it('stands nowhere in plain text', async () => {
    const { code } = await make();
    await open(nurse, code);
    for (const table of ['access_code', 'command', 'audit_line', 'outbox']) {
      const [row] = await query<{ n: number }>(
        world.em(),
        `select count(*)::int as n from ${table} t where position($1 in t::text) > 0`,
        [code.slice(4)],
      );
      expect([table, row?.n]).toEqual([table, 0]);
    }
  });
});
