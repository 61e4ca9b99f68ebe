import { nameBlind, newId, openIdentity, openNotice, query, sealIdentity } from '@miaoben/kernel';
import type { CertificateChanged, MiaobenEvent } from '@miaoben/schema';
import { DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import {
  type CertificatesWorld,
  type IssuedCertificate,
  startCertificatesWorld,
} from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { restoreCertificates } from './modules/certificate/certificate.revise.ts';
import { TYPE_CODE } from './modules/certificate/certificate.rules.ts';
import type { HolderRow } from './modules/holder/holder.repository.ts';

let world: CertificatesWorld;
const parent: Caller = { role: 'guardian', account: 'parent' };
const second: Caller = { role: 'guardian', account: 'second-parent' };
const stranger: Caller = { role: 'guardian', account: 'stranger' };
let nurse: Caller;
const nurseElsewhere: Caller = {
  role: 'vaccinator',
  account: 'elsewhere',
  organisation: newId(),
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
  await world.bind('second-parent', world.elder.id);
});
afterAll(() => world?.stop());

const CANCEL = `mutation ($c: ID!, $id: ID!) { cancelCertificate(commandId: $c, id: $id) { id state revokedFor revokedReason } }`;
const VOID = `mutation ($c: ID!, $i: VoidCertificateInput!) {
  voidCertificate(commandId: $c, input: $i) { id state revokedFor revokedReason identifier } }`;
const cancel = (caller: Caller, id: string) =>
  world.graph<{ cancelCertificate: IssuedCertificate & { revokedFor: string } }>(caller, CANCEL, { c: newId(), id });
const voidBy = (caller: Caller, input: Record<string, string>) =>
  world.graph<{ voidCertificate: IssuedCertificate & { revokedFor: string } }>(caller, VOID, { c: newId(), i: input });
const issued = async (caller: Caller, personId: string): Promise<IssuedCertificate> => {
  const answer = await world.issue(caller, personId);
  expect(answer.errors).toEqual([]);
  return answer.data.issueCertificate;
};
const taken = new Set<string>();
function pupil(expected = '1') {
  const found = world.demo.pupils.find((p) => p.expected === expected && p.person && !taken.has(p.person.id))?.person;
  if (!found) throw new Error('no pupil is left');
  taken.add(found.id);
  return found;
}
async function events<T extends MiaobenEvent['type']>(type: T, personId?: string) {
  const rows = await query<{ payload: Extract<MiaobenEvent, { type: T }> }>(
    world.em(),
    `select payload from outbox where type = $1 and ($2::text is null or payload ->> 'personId' = $2) order by seq`,
    [type, personId ?? null],
  );
  return rows.map((r) => r.payload);
}
/** what accounts were told: account, kind, reason */
async function told(id: string) {
  const { keyring } = world.stack.services.certificates;
  return (await events('notice.requested'))
    .filter((e) => e.subjectId === id)
    .map((e) => [e.accountId, e.kind, openNotice(keyring, e.sealed).params]);
}
const stateOf = async (id: string) =>
  (
    await world.graph<{ certificate: { state: string } }>(
      nurse,
      'query ($id: ID!) { certificate(id: $id) { state } }',
      { id },
    )
  ).data.certificate.state;

describe('cancelled by the holder', () => {
  it('Q-42 Q-43 takes a certificate out of use when a guardian cancels it, tells all bound accounts, and it can be had again', async () => {
    const first = await issued(parent, world.elder.id);
    expect((await cancel(stranger, first.id)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await cancel(nurse, first.id)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const answer = await cancel(second, first.id);
    expect(answer.data.cancelCertificate).toMatchObject({
      state: 'revoked',
      revokedFor: 'holder',
      revokedReason: 'holder',
    });
    expect((await cancel(parent, first.id)).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'already_decided',
    });
    expect((await told(world.elder.id)).slice(-2)).toEqual([
      ['parent', 'certificate_revoked', { name: '李*婷', reason: '持证人申请注销' }],
      ['second-parent', 'certificate_revoked', { name: '李*婷', reason: '持证人申请注销' }],
    ]);
    const again = await issued(parent, world.elder.id);
    expect(again.number).toBe(first.number);
    expect(again.identifier).not.toBe(first.identifier);

    const changes: CertificateChanged[] = await events('certificate.changed', world.elder.id);
    expect(changes.map((e) => [e.state, e.revokedReason, e.isRenewal, e.version])).toEqual([
      ['valid', null, false, 1],
      ['revoked', 'holder', false, 2],
      ['valid', null, false, 1],
    ]);
    expect(changes[0]).toMatchObject({
      birthDate: world.elder.birthDate,
      divisionCode: expect.stringMatching(/^630121\d{3}$/),
      issuerId: world.organisation(DEMO_CLINICS.qiaotou),
    });
  });

  it('Q-42 shows the family all issues with what became of each', async () => {
    const HISTORY = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
      certificateHistory { state revokedFor revokedAt isRenewal } } } }`;
    const read = (caller: Caller) =>
      world.graph<{ _entities: { certificateHistory: { state: string; revokedFor: string | null }[] }[] }>(
        caller,
        HISTORY,
        {
          r: [{ __typename: 'Person', id: world.elder.id }],
        },
      );
    const history = (await read(parent)).data._entities[0]?.certificateHistory ?? [];
    expect(history.map((c) => [c.state, c.revokedFor])).toEqual([
      ['valid', null],
      ['revoked', 'holder'],
    ]);
    expect((await read(stranger)).data._entities[0]?.certificateHistory).toEqual([]);
  });
});

describe('voided by the issuer', () => {
  it('Q-54 names the certificate by its identifier', async () => {
    const { id, identifier } = await issued(nurse, pupil().id);
    expect((await voidBy(nurseElsewhere, { identifier, reason: '误发' })).errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      reason: 'no_match',
    });
    expect((await voidBy(nurse, { identifier, reason: ' ' })).errors[0]?.extensions).toMatchObject({
      reason: 'required',
    });
    expect((await voidBy(nurse, { identifier, reason: '误发' })).data.voidCertificate).toMatchObject({
      id,
      state: 'revoked',
      revokedFor: 'issuer',
      revokedReason: '误发',
    });
    expect((await voidBy(nurse, { identifier, reason: '误发' })).errors[0]?.extensions.reason).toBe('no_match');
  });

  it('Q-54 names it by holder code and type code', async () => {
    const person = pupil();
    const { id } = await issued(nurse, person.id);
    const holderCode = person.documentNumber ?? '';
    expect((await voidBy(nurse, { holderCode, reason: '误发' })).errors[0]?.extensions).toMatchObject({
      field: 'input.typeCode',
      reason: 'required',
    });
    expect((await voidBy(nurse, { holderCode, typeCode: 'X', reason: '误发' })).errors[0]?.extensions.reason).toBe(
      'unknown_code',
    );
    expect((await voidBy(nurse, { holderCode, typeCode: TYPE_CODE, reason: '误发' })).data.voidCertificate.id).toBe(id);
    expect(await stateOf(id)).toBe('revoked');
  });

  it('Q-54 names nothing by nothing', async () => {
    expect((await voidBy(nurse, { reason: '误发' })).errors[0]?.extensions).toMatchObject({
      field: 'input.identifier',
      reason: 'required',
    });
  });
});

describe('of a child whose file is corrected', () => {
  it.each([
    ['U+2EE2, a radical that looks like 马', '\u2ee2小雅', '\u2ee2*雅'],
    ['U+202E, which turns the writing around', '马小\u202e', '马*'],
  ])(
    'J-03 takes the name as people hold it, with %s, and holds up no other event; who asks is refused',
    async (_, name, masked) => {
      const { keyring } = world.stack.services.certificates;
      const person = pupil();
      const other = pupil();
      const first = await issued(nurse, person.id);
      const second = await issued(nurse, other.id);
      const correct = async (personId: string, to: string) => {
        const [holder] = await query<HolderRow>(world.em(), 'select * from holder where person_id = $1', [personId]);
        const { documentNumber, documentType } = openIdentity(keyring, holder!.sealed);
        await world.tell({
          type: 'person.changed',
          personId,
          birthDate: holder!.birth_date,
          sex: holder!.sex,
          divisionCode: holder!.division,
          managingOrgId: holder!.managing_org_id,
          registrationState: holder!.registration_state,
          conditions: [],
          birthWeightG: null,
          documentBlind: holder!.document_blind,
          nameBlind: nameBlind(keyring, to, holder!.birth_date),
          sealed: sealIdentity(keyring, { name: to, documentType, documentNumber }),
          version: holder!.version + 1,
        });
      };
      await correct(person.id, name);
      await correct(other.id, '马小明');
      const history = (id: string) =>
        query<{ state: string; revoked_reason: string | null; masked_name: string }>(
          world.em(),
          'select state, revoked_reason, masked_name from certificate where person_id = $1 order by certificate_id',
          [id],
        );
      await vi.waitFor(
        async () => {
          await world.hear();
          expect(await history(other.id)).toMatchObject([
            { state: 'revoked', revoked_reason: 'person_changed', masked_name: second.maskedName },
            { state: 'valid', masked_name: '马*明' },
          ]);
        },
        { timeout: 30_000 },
      );
      expect(await history(person.id)).toMatchObject([
        { state: 'revoked', revoked_reason: 'person_changed', masked_name: first.maskedName },
        { state: 'valid', masked_name: masked },
      ]);
      expect((await world.issue(nurse, person.id)).errors[0]?.extensions).toMatchObject({
        field: 'personId',
        reason: 'suspicious_characters',
      });
    },
  );
});

describe('of a child that died', () => {
  let report = '';
  let person: ReturnType<typeof pupil>;
  let first: IssuedCertificate;
  const advance = (action: 'confirm' | 'undo', version: number, reason?: string) =>
    world.stack.graph<{ advanceDeath: { state: string; version: number } }>(
      'people',
      nurse,
      `mutation ($commandId: ID!, $id: ID!, $action: DeathAction!, $version: Int!, $reason: String) {
        advanceDeath(commandId: $commandId, input: {
          id: $id, action: $action, expectedVersion: $version, reason: $reason }) { state version } }`,
      { commandId: newId(), id: report, action, version, reason },
    );
  let version = 0;

  it('J-13 is revoked when the death is confirmed, and its family is told nothing any more', async () => {
    person = pupil();
    first = await issued(nurse, person.id);
    const { id } = first;
    await world.bind('mourning', person.id);
    const asked = { commandId: newId(), personId: person.id };
    const reported = await world.stack.graph<{ reportDeath: { id: string; version: number } }>(
      'people',
      nurse,
      `mutation ($commandId: ID!, $personId: ID!) { reportDeath(commandId: $commandId, input: {
        personId: $personId, diedOn: "2026-11-20", source: hospital, certificateNumber: "6301210000001" }) { id version } }`,
      asked,
    );
    expect(reported.errors).toEqual([]);
    report = reported.data.reportDeath.id;
    const confirmed = await advance('confirm', reported.data.reportDeath.version);
    expect(confirmed.errors).toEqual([]);
    version = confirmed.data.advanceDeath.version;
    await vi.waitFor(
      async () => {
        await world.hear();
        expect(await stateOf(id)).toBe('revoked');
      },
      { timeout: 30_000 },
    );
    expect(await told(person.id)).toEqual([]);
  });

  it('J-13 Q-41 is issued again by itself when the death is undone, with its files, and the family is told', async () => {
    const variants = async () =>
      query<{ certificate_id: string; is_masked: boolean; state: string }>(
        world.em(),
        'select certificate_id, is_masked, state from sealed_document where person_id = $1 order by id',
        [person.id],
      );
    const before = await variants();
    expect(before.map((f) => [f.is_masked, f.state])).toEqual([[false, 'withdrawn']]);
    expect((await advance('undo', version, '同名误认')).data.advanceDeath.state).toBe('claimed');
    const history = () =>
      query<{ number: string; state: string; revoked_reason: string | null; is_renewal: boolean; issuer_id: string }>(
        world.em(),
        'select number, state, revoked_reason, is_renewal, issuer_id from certificate where person_id = $1 order by certificate_id',
        [person.id],
      );
    await vi.waitFor(
      async () => {
        await world.hear();
        expect(await history()).toMatchObject([
          { number: first.number, state: 'revoked', revoked_reason: 'file_closed', is_renewal: false },
          { number: first.number, state: 'valid', revoked_reason: null, is_renewal: true, issuer_id: first.issuer.id },
        ]);
      },
      { timeout: 30_000 },
    );
    const after = await variants();
    expect(after).toHaveLength(2);
    expect(after[1]).toMatchObject({ is_masked: false });
    expect(after[1]!.certificate_id).not.toBe(before[0]!.certificate_id);
    expect(
      (await told(person.id)).map(([account, kind, params]) => [account, kind, (params as { reason: string }).reason]),
    ).toEqual([['mourning', 'certificate_reissued', '档案已恢复']]);
  });

  it('J-13 stays ended when it would have run out meanwhile, or was taken out of use for another reason', async () => {
    const outdated = pupil();
    const voided = pupil();
    for (const { id } of [outdated, voided]) await issued(nurse, id);
    const end = (id: string, reason: string, expires: string) =>
      query(
        world.em(),
        `update certificate set state = 'revoked', revoked_reason = $2, expires_at = $3 where person_id = $1 returning 1`,
        [id, reason, expires],
      );
    await end(outdated.id, 'file_closed', '2026-11-20T15:59:59Z');
    await end(voided.id, 'issuer', '2026-12-31T15:59:59Z');
    await restoreCertificates(world.em(), world.stack.services.certificates, [outdated.id, voided.id]);
    for (const { id } of [outdated, voided])
      expect(await query(world.em(), 'select state from certificate where person_id = $1', [id])).toEqual([
        { state: 'revoked' },
      ]);
  });
});
