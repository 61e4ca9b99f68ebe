import { verifyCode } from '@miaoben/credential';
import { type Em, newId, openNotice, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { DEMO_CLINICS, DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { insertLots } from '@miaoben/vaccines/bulk';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let world: CertificatesWorld;
let nurse: Caller;
beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  nurse = {
    role: 'vaccinator',
    account: 'nurse',
    organisation: world.organisation(DEMO_CLINICS.qiaotou),
    divisions: ['630121'],
  };
});
afterAll(() => world?.stop());

const inPeople = async (document: string, variables: Record<string, unknown>) => {
  const answer = await world.stack.graph('people', nurse, document, { c: newId(), ...variables });
  expect(answer.errors).toEqual([]);
};
const merge = (survivor: string, merged: string) =>
  inPeople(
    'mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "同一儿童") { id } }',
    {
      s: survivor,
      m: merged,
    },
  );
const part = (merged: string) =>
  inPeople('mutation ($c: ID!, $m: ID!) { unmergePerson(commandId: $c, mergedId: $m) { id } }', { m: merged });

interface Held {
  id: string;
  state: string;
  result: number;
  revoked_reason: string | null;
}
const certificates = (personId: string) =>
  query<Held>(
    world.em(),
    `select certificate_id as id, state, result, revoked_reason from certificate where person_id = $1 order by issued_at, certificate_id`,
    [personId],
  );
const notices = async (accountId: string) => {
  const rows = await query<{ payload: NoticeRequested }>(
    world.em(),
    `select payload from outbox where type = 'notice.requested' and payload ->> 'accountId' = $1 order by seq`,
    [accountId],
  );
  const { keyring } = world.stack.services.certificates;
  return rows.map(({ payload }) => [payload.kind, openNotice(keyring, payload.sealed).params.reason]);
};
/** Hears until the condition holds: events wait for the transactions of other tests. */
const heard = <T>(read: () => Promise<T>) =>
  expect.poll(
    async () => {
      await world.hear();
      return read();
    },
    { timeout: 20_000 },
  );

describe('a file merged into another', () => {
  it('revokes its certificate, issues one for the file that stands by the record of both, tells the family, and a verifier learns of it', async () => {
    // One file lacks a dose, the other has it all: one child.
    const lacking = world.demo.pupils.find((p) => p.expected === '2' && p.person)!.person!;
    const whole = world.demo.pupils.find((p) => p.expected === '1' && p.person && p.person.id !== lacking.id)!.person!;
    await world.bind('mother', lacking.id);
    await world.bind('mother', whole.id);
    const first = (await world.issue(nurse, lacking.id)).data.issueCertificate;
    const second = (await world.issue(nurse, whole.id)).data.issueCertificate;
    expect([first.result, second.result]).toEqual([2, 1]);
    const before = await world.verifier();
    expect((await verifyCode(second.code, before)).kind).toBe('genuine');
    await merge(lacking.id, whole.id);
    await heard(async () => (await certificates(lacking.id)).map((c) => c.result)).toEqual([2, 1]);
    const [replaced, standing] = await certificates(lacking.id);
    expect(replaced).toMatchObject({ state: 'revoked', revoked_reason: 'record_changed' });
    expect(standing).toMatchObject({ state: 'valid' });
    // What people tells may come after what vaccines tells.
    await heard(async () => (await certificates(whole.id)).map((c) => [c.state, c.revoked_reason])).toEqual([
      ['revoked', 'person_merged'],
    ]);
    const after = await world.verifier();
    for (const code of [first.code, second.code]) expect((await verifyCode(code, after)).kind).toBe('revoked');
    // Off line since before the merge: still genuine by what it knows.
    expect((await verifyCode(second.code, before)).kind).toBe('genuine');
    expect(await notices('mother')).toContainEqual(['certificate_revoked', '档案已合并']);

    await part(whole.id);
    await heard(async () => (await certificates(lacking.id)).map((c) => c.result)).toEqual([2, 1, 2]);
    expect((await certificates(lacking.id)).map((c) => c.state)).toEqual(['revoked', 'revoked', 'valid']);
  });

  it('H-27 takes its pupil to the file that stands, judged by the record of both, and back', async () => {
    const [lacking] = world.demo.pupils.filter((p) => p.expected === '2' && p.person).slice(1);
    const [whole] = world.demo.pupils.filter((p) => p.expected === '1' && p.person).slice(2);
    const [child, twin] = [lacking!.person!.id, whole!.person!.id];
    const checker: Caller = {
      role: 'school_checker',
      account: 'checker',
      organisation: world.organisation(DEMO_SCHOOLS.primary),
      divisions: [],
    };
    const round = await world.graph<{ openSchoolRound: { id: string } }>(
      { role: 'cdc', account: 'cdc', divisions: ['630121'] },
      `mutation ($c: ID!, $i: SchoolRoundInput!) { openSchoolRound(commandId: $c, input: $i) { id } }`,
      { c: newId(), i: { code: '20261', division: '630121', termStart: '2026-11-01' } },
    );
    expect(round.errors).toEqual([]);
    const roundId = round.data.openSchoolRound.id;
    const { shortCode } = (await world.issue(nurse, child)).data.issueCertificate;
    const added = await world.graph<{ addSchoolPupilByCode: { id: string; verdict: string } }>(
      checker,
      `mutation ($c: ID!, $roundId: ID!, $code: String!) {
         addSchoolPupilByCode(commandId: $c, roundId: $roundId, code: $code) { id verdict } }`,
      { c: newId(), roundId, code: shortCode },
    );
    expect(added.data.addSchoolPupilByCode.verdict).toBe('missing_doses');
    const { id } = added.data.addSchoolPupilByCode;
    const row = async () => {
      const [held] = await query<{ person_id: string; verdict: string; state: string; merged_from: string[] }>(
        world.em(),
        'select person_id, verdict, state, merged_from from school_pupil where id = $1',
        [id],
      );
      return held;
    };
    await merge(twin, child);
    await heard(row).toEqual({ person_id: twin, verdict: 'complete', state: 'caught_up', merged_from: [child] });
    await part(child);
    await heard(row).toEqual({ person_id: child, verdict: 'missing_doses', state: 'evaluated', merged_from: [] });
    const steps = await query<{ step: string }>(
      world.em(),
      'select step from school_pupil_step where pupil_id = $1 order by number',
      [id],
    );
    expect(steps.map((s) => s.step).filter((s) => s.startsWith('file_'))).toEqual(['file_merged', 'file_parted']);
  });
});

describe('a lot recalled', () => {
  it('revokes the certificates that rest on its doses and issues them anew, says why to the family, and moves the status list', async () => {
    const { vaccines: doses } = world.stack.services;
    const candidates = world.demo.pupils.filter((p) => p.expected === '1' && p.person).slice(3);
    const child = candidates[0]!.person!.id;
    await world.bind('father', child);
    const issued = (await world.issue(nurse, child)).data.issueCertificate;
    const [dose] = await query<{ product_id: string; lot_number: string }>(
      doses.orm.em.fork() as Em,
      `select product_id, lot_number from dose where person_id = $1 and vaccine = '1201' and lot_number is not null
       order by given_on desc limit 1`,
      [child],
    );
    const lot = { productId: dose?.product_id ?? '', number: dose?.lot_number ?? '', expiresOn: '2030-01-01' };
    await insertLots(doses.orm.em.fork() as Em, [lot]);
    const before = await world.verifier();
    expect((await verifyCode(issued.code, before)).kind).toBe('genuine');
    const { errors } = await world.stack.graph(
      'vaccines',
      { role: 'cdc', account: 'province', divisions: ['63'] },
      `mutation ($c: ID!, $id: ID!) { recallLot(commandId: $c, lotId: $id, effect: void, reason: "药监局通报") { id } }`,
      { c: newId(), id: `${lot.productId}:${lot.number}` },
    );
    expect(errors).toEqual([]);
    await heard(async () => (await certificates(child)).map((c) => [c.state, c.result])).toEqual([
      ['revoked', 1],
      ['valid', 2],
    ]);
    expect((await certificates(child))[0]?.revoked_reason).toBe('lot_recalled');
    const after = await world.verifier();
    expect((await verifyCode(issued.code, after)).kind).toBe('revoked');
    expect(after.trust.sequence).toBeGreaterThan(before.trust.sequence);
    expect(await notices('father')).toContainEqual(['certificate_reissued', '所用疫苗批号被召回']);
  });
});
