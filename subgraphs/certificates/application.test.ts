import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedIdentity } from '@miaoben/identity/bulk';
import { newId, openNotice, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import type { ApplicationChanged, MiaobenEvent } from '@miaoben/schema';
import { DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { type CertificatesWorld, startCertificatesWorld, TODAY } from '@miaoben/tests/support/certificates-world';
import type { Caller, GraphAnswer } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { insertLicences } from './modules/licence/licence.seed.ts';
import { takeLicenceTypes } from './modules/licence-type/licence-type.release.ts';

let world: CertificatesWorld;
const guardian = (n: number): Caller => ({ role: 'guardian', account: `0190a000-0000-7000-8000-0000000000${n}` });
const mother = guardian(11);
const stranger = guardian(12);
const unproved = guardian(13);
let nurse: Caller;
const nurseElsewhere: Caller = {
  role: 'vaccinator',
  account: 'elsewhere',
  organisation: newId(),
  divisions: ['630203'],
};
const admin: Caller = { role: 'system_admin', account: newId(), divisions: ['6301'] };
const cdc: Caller = { role: 'cdc', account: newId(), divisions: ['6301'] };

const accountOf = (caller: Caller, name: string, phone: string, documentNumber: string, realNameVerified = true) => ({
  id: caller.account ?? '',
  login: `g${phone}`,
  password: 'Miaoben-2026!',
  displayName: name,
  role: 'guardian' as const,
  guardian: { phone, documentType: 'RESIDENT_ID', documentNumber, realNameVerified },
});

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'), { withIdentity: true });
  nurse = {
    role: 'vaccinator',
    account: newId(),
    organisation: world.organisation(DEMO_CLINICS.qiaotou),
    divisions: ['630121'],
  };
  const { orm, keyring } = world.stack.services.identity;
  await seedIdentity(orm.em.fork() as never, keyring, {
    accounts: [
      accountOf(mother, '祁秀兰', '13997110001', '63012119900307452X'),
      accountOf(stranger, '马秀英', '13997110002', '630121198805124523'),
      accountOf(unproved, '李未名', '13997110003', '630121198905124528', false),
    ],
  });
});
afterAll(() => world?.stop());

const PARTS =
  'id state findings decidedHow reason holderName holderDocumentNumber applicantName contactPhone relation issuer { id } certificate { id state number }';
interface Parts {
  id: string;
  state: string;
  findings: string[];
  decidedHow: string | null;
  reason: string | null;
  holderDocumentNumber: string;
  contactPhone: string | null;
  certificate: { id: string; state: string } | null;
}
const inputOf = (person: GeneratedPerson, more: Record<string, unknown> = {}) => ({
  personId: person.id,
  relation: 'mother',
  holderName: person.name,
  holderDocumentNumber: person.documentNumber,
  contactPhone: '13997110009',
  ...more,
});
const apply = (caller: Caller, input: Record<string, unknown>) =>
  world.graph<{ applyForCertificate: Parts }>(
    caller,
    `mutation ($c: ID!, $i: ApplicationInput!) { applyForCertificate(commandId: $c, input: $i) { ${PARTS} } }`,
    { c: newId(), i: input },
  );
const withdraw = (caller: Caller, id: string) =>
  world.graph<{ withdrawApplication: Parts }>(
    caller,
    `mutation ($c: ID!, $id: ID!) { withdrawApplication(commandId: $c, id: $id) { ${PARTS} } }`,
    { c: newId(), id },
  );
const review = (caller: Caller, ids: string[], decision: string, reason?: string) =>
  world.graph<{ reviewApplications: { row: number; problem: string | null; application: Parts }[] }>(
    caller,
    `mutation ($c: ID!, $i: ReviewInput!) { reviewApplications(commandId: $c, input: $i) { row problem application { ${PARTS} } } }`,
    { c: newId(), i: { ids, decision, reason } },
  );
const list = (caller: Caller, filter: Record<string, unknown>, first = 50, after?: string) =>
  world.graph<{ applications: { nodes: Parts[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }>(
    caller,
    `query ($f: ApplicationFilter, $n: Int, $a: String) { applications(filter: $f, first: $n, after: $a) {
      nodes { id state findings decidedHow reason holderName holderDocumentNumber contactPhone } pageInfo { hasNextPage endCursor } } }`,
    { f: filter, n: first, a: after },
  );
const settings = (caller: Caller, input: Record<string, unknown>) =>
  world.graph<{
    changeCertificateSettings: { version: number; setFor: string; review: string; maxCertificates: number };
  }>(
    caller,
    `mutation ($c: ID!, $i: CertificateSettingsInput!) { changeCertificateSettings(commandId: $c, input: $i) {
      version setFor review maxCertificates } }`,
    {
      c: newId(),
      i: {
        division: '630121',
        review: 'automatic',
        maxCertificates: 10,
        fetchesPerDay: 20,
        fetchesPerYear: 500,
        remindDays: [7, 30],
        ...input,
      },
    },
  );
const code = (answer: GraphAnswer<unknown>) => answer.errors[0]?.extensions;
const taken = new Set<string>();
async function pupil(bindTo: Caller = mother): Promise<GeneratedPerson> {
  const found = world.demo.pupils.find((p) => p.person?.documentNumber && !taken.has(p.person.id))?.person;
  if (!found) throw new Error('no pupil is left');
  taken.add(found.id);
  await world.bind(bindTo.account ?? '', found.id);
  return found;
}
async function eventsOf(id: string): Promise<ApplicationChanged[]> {
  const rows = await query<{ payload: MiaobenEvent }>(
    world.em(),
    `select payload from outbox where type = 'application.changed' and payload ->> 'applicationId' = $1 order by seq`,
    [id],
  );
  return rows.map((r) => r.payload as ApplicationChanged);
}
async function noticesOf(account: string | undefined) {
  const { keyring } = world.stack.services.certificates;
  const rows = await query<{ payload: Extract<MiaobenEvent, { type: 'notice.requested' }> }>(
    world.em(),
    `select payload from outbox where type = 'notice.requested' and payload ->> 'accountId' = $1 order by seq`,
    [account],
  );
  return rows.map((r) => [r.payload.kind, openNotice(keyring, r.payload.sealed).params]);
}

async function readSheet(url: string): Promise<(string | number | boolean | null)[][]> {
  const response = await world.stack.file('certificates', url);
  expect(response.status).toBe(200);
  const folder = await mkdtemp(join(tmpdir(), 'miaoben-sheet-'));
  const path = join(folder, 'sheet.xlsx');
  await writeFile(path, new Uint8Array(await response.arrayBuffer()));
  const rows = [];
  for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
  await rm(folder, { recursive: true });
  return rows;
}

describe('applying', () => {
  it('Q-41 grants at once what is complete and clear, for a member of the family, and tells the applicant', async () => {
    const child = await pupil();
    const answer = await apply(mother, inputOf(child));
    expect(answer.errors).toEqual([]);
    const made = answer.data.applyForCertificate;
    expect(made).toMatchObject({
      state: 'approved',
      findings: [],
      decidedHow: 'automatic',
      holderName: child.name,
      applicantName: '祁*兰',
      contactPhone: '139****0009',
      certificate: { state: 'valid' },
    });
    expect(made.holderDocumentNumber).toMatch(/^\d{4}\*{10}\d{3}[\dX]$/);
    expect((await eventsOf(made.id)).at(-1)).toMatchObject({
      state: 'approved',
      relation: 'family',
      personId: child.id,
      issuerId: world.organisation(child.managingClinicCode),
    });
    expect((await noticesOf(mother.account)).map(([kind]) => kind)).toContain('application_approved');
  });

  it('Q-41 grants at once what one applies for oneself, by the own document number', async () => {
    const child = world.elder;
    const self = guardian(14);
    const { orm, keyring } = world.stack.services.identity;
    await seedIdentity(orm.em.fork() as never, keyring, {
      accounts: [accountOf(self, child.name, '13997110004', child.documentNumber)],
    });
    await world.bind(self.account ?? '', child.id);
    expect((await apply(self, inputOf(child, { relation: 'self' }))).data.applyForCertificate).toMatchObject({
      state: 'approved',
      findings: [],
      relation: 'self',
      certificate: { state: 'valid' },
    });
  });

  it('Q-41 names what is wrong in the form, writes nothing, and is closed to others', async () => {
    const child = await pupil();
    expect(code(await apply(stranger, inputOf(child)))?.code).toBe('FORBIDDEN');
    expect(code(await apply(nurse, inputOf(child)))?.code).toBe('FORBIDDEN');
    for (const [more, field, reason] of [
      [{ holderName: ' ' }, 'input.holderName', 'required'],
      [{ holderDocumentNumber: '' }, 'input.holderDocumentNumber', 'required'],
      [{ holderDocumentNumber: '??' }, 'input.holderDocumentNumber', 'format'],
      [{ contactPhone: '12' }, 'input.contactPhone', 'format'],
      [{ issuerId: newId() }, 'input.issuerId', 'unknown_code'],
    ] as const)
      expect(code(await apply(mother, inputOf(child, more)))).toMatchObject({ code: 'BAD_INPUT', field, reason });
    expect((await list(nurse, { text: child.name })).data.applications.nodes).toEqual([]);
  });

  it('Q-41 leaves to people what differs from the file, a self application with another’s file, an unproved applicant', async () => {
    const one = await pupil();
    expect((await apply(mother, inputOf(one, { holderName: '别名' }))).data.applyForCertificate).toMatchObject({
      state: 'submitted',
      findings: ['name_differs'],
      certificate: null,
    });
    expect(code(await apply(mother, inputOf(one)))).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    const two = await pupil();
    expect((await apply(mother, inputOf(two, { relation: 'self' }))).data.applyForCertificate.findings).toEqual([
      'self_differs',
    ]);
    const three = await pupil(unproved);
    expect((await apply(unproved, inputOf(three))).data.applyForCertificate.findings).toEqual(['not_real_name']);
  });

  it('Q-41 refuses a second application for a valid certificate, and one after a voided certificate waits for people', async () => {
    const child = await pupil();
    const first = (await apply(mother, inputOf(child))).data.applyForCertificate;
    expect(code(await apply(mother, inputOf(child)))).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    await world.graph(
      nurse,
      'mutation ($c: ID!, $id: ID!) { revokeCertificate(commandId: $c, id: $id, reason: "误发") { id } }',
      { c: newId(), id: first.certificate?.id },
    );
    expect((await apply(mother, inputOf(child))).data.applyForCertificate).toMatchObject({
      state: 'submitted',
      findings: ['voided_before'],
    });
    // The short way is an application too, and no way around the review.
    expect(code(await world.issue(mother, child.id))).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
  });

  it('Q-41 Q-72 refuses an application to a body that has closed, and approves none that waited for it', async () => {
    const child = await pupil();
    const issuerId = world.organisation(DEMO_CLINICS.xinzhuang);
    const waiting = (await apply(mother, inputOf(child, { holderName: '错名字', issuerId }))).data.applyForCertificate;
    await world.close(DEMO_CLINICS.xinzhuang, TODAY);
    expect(code(await apply(mother, inputOf(child, { issuerId })))).toMatchObject({
      code: 'CONFLICT',
      field: 'input.issuerId',
      reason: 'wrong_state',
    });
    const [reviewed] = (await review(cdc, [waiting.id], 'approve', '核对过')).data.reviewApplications;
    expect(reviewed).toMatchObject({ problem: 'wrong_state', application: { state: 'submitted', certificate: null } });

    await world.close(DEMO_CLINICS.xinzhuang, null);
    const [again] = (await review(cdc, [waiting.id], 'approve', '核对过')).data.reviewApplications;
    expect(again).toMatchObject({ problem: null, application: { state: 'approved' } });
  });

  it('Q-41 records the certificate a guardian asks for without a form as an application granted at once', async () => {
    const child = await pupil();
    const issued = (await world.issue(mother, child.id)).data.issueCertificate;
    const [made] = (await list(nurse, { text: child.name })).data.applications.nodes;
    expect(made).toMatchObject({ state: 'approved', decidedHow: 'automatic', contactPhone: null });
    expect((await eventsOf(made?.id ?? '')).map((e) => e.state)).toEqual(['approved']);
    // A nurse at the desk issues without one.
    const other = await pupil();
    await world.issue(nurse, other.id);
    expect((await list(nurse, { text: other.name })).data.applications.nodes).toEqual([]);
    expect(issued.state).toBe('valid');
  });
});

describe('reviewing', () => {
  const submitted = async () =>
    (await apply(mother, inputOf(await pupil(), { holderName: '错名字' }))).data.applyForCertificate.id;

  it('Q-50 decides one: approved issues the certificate, with who and the words; no second decision', async () => {
    const id = await submitted();
    expect(code(await review(nurseElsewhere, [id], 'approve'))?.code).toBe('FORBIDDEN');
    expect(code(await review(mother, [id], 'approve'))?.code).toBe('FORBIDDEN');
    const [done] = (await review(nurse, [id], 'approve', '已电话核实')).data.reviewApplications;
    expect(done).toMatchObject({
      row: 1,
      problem: null,
      application: { state: 'approved', decidedHow: 'manual', reason: '已电话核实', certificate: { state: 'valid' } },
    });
    for (const decision of ['approve', 'refuse'])
      expect((await review(nurse, [id], decision, '再来')).data.reviewApplications[0]?.problem).toBe('already_decided');
    expect(code(await withdraw(mother, id))).toMatchObject({ code: 'CONFLICT', reason: 'already_decided' });
    expect((await eventsOf(id)).map((e) => [e.state, e.version])).toEqual([
      ['submitted', 1],
      ['approved', 2],
    ]);
  });

  it('Q-50 refuses with a reason the applicant is told, and one may apply again', async () => {
    const child = await pupil();
    const id = (await apply(mother, inputOf(child, { holderName: '错名字' }))).data.applyForCertificate.id;
    expect(code(await review(nurse, [id], 'refuse'))).toMatchObject({
      code: 'BAD_INPUT',
      field: 'reason',
      reason: 'required',
    });
    const [done] = (await review(nurse, [id], 'refuse', '姓名与身份证不符')).data.reviewApplications;
    expect(done?.application).toMatchObject({ state: 'refused', reason: '姓名与身份证不符', certificate: null });
    expect((await noticesOf(mother.account)).at(-1)).toEqual([
      'application_refused',
      { name: expect.stringContaining('*'), reason: '姓名与身份证不符' },
    ]);
    expect(code(await withdraw(mother, id))?.reason).toBe('already_decided');
    expect((await apply(mother, inputOf(child))).data.applyForCertificate.state).toBe('approved');
  });

  it('Q-41 Q-42 lets the applicant take it back while nobody has decided, and nobody else', async () => {
    const id = await submitted();
    expect(code(await withdraw(stranger, id))?.code).toBe('FORBIDDEN');
    expect((await withdraw(mother, id)).data.withdrawApplication.state).toBe('withdrawn');
    expect(code(await withdraw(mother, id))?.reason).toBe('already_decided');
    expect((await review(nurse, [id], 'approve')).data.reviewApplications[0]?.problem).toBe('already_decided');
  });

  it('Q-50 decides twenty in one batch; what was decided before stays and says so', async () => {
    await settings(admin, { review: 'manual', version: 0, maxCertificates: 50 });
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) ids.push((await apply(mother, inputOf(await pupil()))).data.applyForCertificate.id);
    await withdraw(mother, ids[3] ?? '');
    const answer = await review(nurse, ids, 'approve');
    const outcomes = answer.data.reviewApplications;
    expect(outcomes.map((o) => o.row)).toEqual(ids.map((_, i) => i + 1));
    expect(outcomes.filter((o) => o.problem !== null).map((o) => [o.row, o.problem])).toEqual([[4, 'already_decided']]);
    expect(outcomes.filter((o) => o.application.certificate?.state === 'valid')).toHaveLength(19);
    const [line] = (await world.auditLines('Mutation.reviewApplications')).slice(-1);
    expect(line).toMatchObject({ account_id: nurse.account, detail: { decision: 'approve', asked: 20, decided: 19 } });
    expect(code(await review(nurse, [], 'approve'))).toMatchObject({ reason: 'required' });
    expect(
      code(
        await review(
          nurse,
          Array.from({ length: 101 }, () => newId()),
          'approve',
        ),
      )?.reason,
    ).toBe('out_of_range');
  });

  it('Q-134 lists rows by the same filters, page by page, inside the area, and as a sheet', async () => {
    const all = (await list(nurse, {})).data.applications.nodes;
    expect(all.length).toBeGreaterThan(25);
    const first = (await list(nurse, {}, 10)).data.applications;
    const second = (await list(nurse, {}, 10, first.pageInfo.endCursor)).data.applications;
    expect([...first.nodes, ...second.nodes].map((n) => n.id)).toEqual(all.slice(0, 20).map((n) => n.id));
    const refused = (await list(cdc, { state: 'refused', division: '630121' })).data.applications.nodes;
    expect(refused.map((n) => n.state)).toEqual(['refused']);
    expect((await list(cdc, { to: '2020-01-01' })).data.applications.nodes).toEqual([]);
    expect((await list(nurse, { text: '13997110009' })).data.applications.nodes.length).toBeGreaterThan(10);
    expect((await list(nurseElsewhere, {})).data.applications.nodes).toEqual([]);
    expect(code(await list(nurse, { division: '6302' }))?.code).toBe('FORBIDDEN');

    const { data } = await world.graph<{ applicationsExportUrl: string }>(
      nurse,
      'query ($f: ApplicationFilter) { applicationsExportUrl(filter: $f) }',
      { f: { state: 'refused' } },
    );
    const sheet = await readSheet(data.applicationsExportUrl);
    expect(sheet).toHaveLength(2);
    expect(sheet[0]?.slice(0, 2)).toEqual(['申请日期', '持证人']);
    expect(sheet[1]).toEqual(expect.arrayContaining(['未通过', '姓名与身份证不符', '139****0009']));
  });
});

describe('settings', () => {
  it('Q-47 limits the certificates of an account; an administrator of the division changes it, with audit', async () => {
    expect(code(await settings(cdc, { version: 1 }))?.code).toBe('FORBIDDEN');
    expect(code(await settings({ ...admin, divisions: ['6302'] }, { version: 1 }))?.code).toBe('FORBIDDEN');
    expect(code(await settings(admin, { version: 7 }))).toMatchObject({ code: 'CONFLICT', reason: 'version' });
    expect(code(await settings(admin, { version: 1, maxCertificates: 0 }))).toMatchObject({
      field: 'input.maxCertificates',
      reason: 'out_of_range',
    });
    const changed = await settings(admin, { version: 1, maxCertificates: 1 });
    expect(changed.data.changeCertificateSettings).toEqual({
      version: 2,
      setFor: '630121',
      review: 'automatic',
      maxCertificates: 1,
    });
    const only = await pupil(stranger);
    const more = await pupil(stranger);
    expect((await apply(stranger, inputOf(only))).data.applyForCertificate.state).toBe('approved');
    expect(code(await apply(stranger, inputOf(more)))).toMatchObject({ reason: 'out_of_range', max: 1 });
    expect(code(await world.issue(stranger, more.id))).toMatchObject({ reason: 'out_of_range', max: 1 });
    const [line] = (await world.auditLines('Mutation.changeCertificateSettings')).slice(-1);
    expect(line?.detail).toMatchObject({ before: { maxCertificates: 50 }, after: { maxCertificates: 1 } });
    await settings(admin, { version: 2, maxCertificates: 50 });
  });

  it('Q-47 hands a setting down to the divisions below that have none of their own', async () => {
    const at = async (division: string) =>
      (
        await world.graph<{ certificateSettings: { setFor: string | null; version: number } }>(
          admin,
          'query ($d: ID!) { certificateSettings(division: $d) { setFor version } }',
          { d: division },
        )
      ).data.certificateSettings;
    expect(await at('630121100')).toEqual({ setFor: '630121', version: 0 });
    expect(await at('630122')).toEqual({ setFor: null, version: 0 });
  });
});

describe('default certificate', () => {
  const HOLDINGS = 'isDefault person { id } certificate { state } application { state }';
  const mine = async (caller: Caller) =>
    (
      await world.graph<{ myHoldings: { isDefault: boolean; person: { id: string } }[] }>(
        caller,
        `{ myHoldings { ${HOLDINGS} } }`,
      )
    ).data.myHoldings;

  it('H-26 Q-42 finds each bound file with what became of its certificate, and none that is bound no more', async () => {
    const aunt: Caller = { role: 'guardian', account: newId() };
    const [granted, none, left] = [await pupil(aunt), await pupil(aunt), await pupil(aunt)];
    await world.issue(aunt, granted.id);
    await world.issue(aunt, left.id);
    const found = async () =>
      new Map(
        (
          await world.graph<{ myHoldings: { person: { id: string }; certificate: { code: string } | null }[] }>(
            aunt,
            '{ myHoldings { person { id } certificate { code } } }',
          )
        ).data.myHoldings.map((h) => [h.person.id, h.certificate?.code ?? null]),
      );
    const all = await found();
    expect([...all.keys()].sort()).toEqual([granted.id, none.id, left.id].sort());
    expect(all.get(granted.id)).toMatch(/^VX1:/);
    expect(all.get(none.id)).toBeNull();

    await world.tell({ type: 'binding.changed', accountId: aunt.account ?? '', personId: left.id, bound: false });
    const heard = async () => {
      await world.hear();
      return (await found()).size;
    };
    await expect.poll(heard, { timeout: 15_000 }).toBe(2);
    const answer = await world.graph(
      aunt,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { certificate { code } } } }',
      {
        r: [{ __typename: 'Person', id: left.id }],
      },
    );
    expect(JSON.stringify(answer.data)).not.toContain('VX1:');
  });

  it('Q-44 shows the one chosen first; only a bound person can be chosen', async () => {
    const before = await mine(mother);
    expect(before.filter((h) => h.isDefault)).toHaveLength(1);
    expect(before[0]?.isDefault).toBe(true);
    const last = before.at(-1)?.person.id ?? '';
    const set = (caller: Caller, personId: string) =>
      world.graph<{ setDefaultCertificate: { person: { id: string }; isDefault: boolean }[] }>(
        caller,
        `mutation ($c: ID!, $p: ID!) { setDefaultCertificate(commandId: $c, personId: $p) { ${HOLDINGS} } }`,
        { c: newId(), p: personId },
      );
    const after = (await set(mother, last)).data.setDefaultCertificate;
    expect(after[0]).toMatchObject({ isDefault: true, person: { id: last } });
    expect((await mine(mother))[0]?.person.id).toBe(last);
    expect(code(await set(stranger, last))?.code).toBe('FORBIDDEN');
  });
});

describe('the administrator’s list', () => {
  it('Q-48 shows name and phone masked, type and state, by filters and page by page, and as a sheet', async () => {
    interface Node {
      contactPhone: string | null;
      licenceType: string;
      certificate: { id: string; maskedName: string; state: string; number: string };
    }
    const certificates = (caller: Caller, filter: Record<string, unknown>, first = 50, after?: string) =>
      world.graph<{ certificates: { nodes: Node[]; pageInfo: { endCursor: string } } }>(
        caller,
        `query ($f: CertificateFilter, $n: Int, $a: String) { certificates(filter: $f, first: $n, after: $a) { nodes {
          contactPhone licenceType certificate { id maskedName state number } } pageInfo { endCursor } } }`,
        { f: filter, n: first, a: after },
      );
    const all = (await certificates(cdc, {})).data.certificates.nodes;
    expect(all.length).toBeGreaterThan(20);
    expect(
      all.every((n) => n.certificate.maskedName.includes('*') && n.licenceType === 'vaccination_certificate'),
    ).toBe(true);
    expect(all.some((n) => n.contactPhone === '139****0009')).toBe(true);
    const first = (await certificates(nurse, {}, 7)).data.certificates;
    const second = (await certificates(nurse, {}, 7, first.pageInfo.endCursor)).data.certificates;
    expect([...first.nodes, ...second.nodes].map((n) => n.certificate.id)).toEqual(
      all.slice(0, 14).map((n) => n.certificate.id),
    );
    const revoked = (await certificates(nurse, { state: 'revoked' })).data.certificates.nodes;
    expect(revoked.map((n) => n.certificate.state)).toEqual(['revoked']);
    const person = world.demo.pupils.find((p) => p.person && taken.has(p.person.id))?.person;
    for (const text of [person?.name, person?.documentNumber])
      expect((await certificates(nurse, { text })).data.certificates.nodes.length).toBeGreaterThan(0);
    expect((await certificates(nurseElsewhere, {})).data.certificates.nodes).toEqual([]);
    expect(code(await certificates(mother, {}))?.code).toBe('FORBIDDEN');

    const { data } = await world.graph<{ certificatesExportUrl: string }>(nurse, '{ certificatesExportUrl }');
    const sheet = await readSheet(data.certificatesExportUrl);
    expect(sheet).toHaveLength(all.length + 1);
    expect(sheet[0]).toEqual(expect.arrayContaining(['姓名', '联系电话', '证照类型', '状态']));
  });

  it('Q-48 lists the certificates and licences of one holder together: name and phone masked, type, state, in use first', async () => {
    const { certificates: services } = world.stack.services;
    const person = world.demo.pupils.find((p) => p.person && taken.has(p.person.id))?.person;
    const document = person?.documentNumber ?? '';
    await takeLicenceTypes(services.orm.em.fork() as never, licenceTypes());
    const store = (slug: string, row: Record<string, unknown>, division = '630121') =>
      insertLicences(services, slug, [row], { issuerCode: division, division, source: 'test', batchId: null });
    const licence = {
      ...{ holderName: person?.name, documentType: 'RESIDENT_ID', documentNumber: document, sex: '1' },
      ...{ mobile: '13997110008', issueCategory: '1', certificateName: '健康证明', issuer: '大通县疾控中心' },
      ...{ examiningBody: '大通县人民医院', validFrom: '2024-01-01', examinationDate: '2024-01-01' },
    };
    await store('health_certificate', { ...licence, certificateCode: 'JK1', validTo: '2025-01-01' });
    await store(
      'health_certificate',
      { ...licence, certificateCode: 'JK2', validFrom: '2026-01-01', validTo: '2027-01-01' },
      '630203',
    );
    const clinic = {
      ...{ clinicName: '同仁堂中医诊所', legalRepresentative: '马海', address: '大通县桥头镇', scope: '中医科' },
      ...{ issuer: '大通县卫生健康局', validFrom: '2026-01-01', validTo: '2031-01-01', filingDate: '2026-01-01' },
      ...{ number: 'ZY1', licenceState: '1', floorArea: '80', staff: '3' },
    };
    await store('tcm_clinic_filing_certificate', clinic);
    interface Held {
      type: string;
      state: string;
      number: string;
      holderName: string;
      phone: string | null;
    }
    const held = (caller: Caller, holder: string | undefined) =>
      world.graph<{ licencesOfHolder: Held[] }>(
        caller,
        'query ($h: String!) { licencesOfHolder(holder: $h) { type typeName state number holderName phone isLicence } }',
        { h: holder },
      );
    const lines = (await held(nurse, document)).data.licencesOfHolder;
    expect(lines.map(({ type, state }) => [type, state])).toEqual([
      ['vaccination_certificate', 'valid'],
      ['health_certificate', 'expired'],
    ]);
    expect(lines[1]).toMatchObject({ number: 'JK1', phone: '139****0008', typeName: '健康证' });
    expect(lines.every(({ holderName }) => holderName.includes('*'))).toBe(true);
    expect((await held(nurse, '同仁堂中医诊所')).data.licencesOfHolder).toMatchObject([
      { type: 'tcm_clinic_filing_certificate', number: 'ZY1', holderName: '同仁堂中医诊所', phone: null },
    ]);
    const elsewhere = (await held(nurseElsewhere, document)).data.licencesOfHolder;
    expect(elsewhere.map(({ number }) => number)).toEqual(['JK2']);
    expect((await held(nurse, '630121')).data.licencesOfHolder).toEqual([]);
    expect(code(await held(nurse, ' '))).toMatchObject({ code: 'BAD_INPUT', field: 'holder', reason: 'required' });
    expect(code(await held(mother, document))?.code).toBe('FORBIDDEN');
  });
});
