import { maskName } from '@miaoben/credential';
import { newId, openNotice, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { COUNTY_CDC, DEMO_CLINICS, DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { type CertificatesWorld, startCertificatesWorld } from '@miaoben/tests/support/certificates-world';
import { sealSteps } from '@miaoben/tests/support/seal-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { takeLicenceTypes } from './bulk.ts';

let world: CertificatesWorld;
let steps: ReturnType<typeof sealSteps>;
const parent: Caller = { role: 'guardian', account: 'parent' };
const stranger: Caller = { role: 'guardian', account: 'stranger' };
let school: Caller;
let cdc: Caller;
let nurse: Caller;
const otherSchool: Caller = { role: 'school_checker', account: newId(), organisation: newId() };

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  await takeLicenceTypes(world.em(), licenceTypes());
  steps = sealSteps(world);
  school = { role: 'school_checker', account: newId(), organisation: world.organisation(DEMO_SCHOOLS.primary) };
  cdc = { role: 'cdc', account: newId(), organisation: world.organisation(COUNTY_CDC), divisions: ['630121'] };
  const clinic = world.organisation(DEMO_CLINICS.qiaotou);
  nurse = { role: 'vaccinator', account: 'nurse', organisation: clinic, divisions: ['630121'] };
  await world.bind('parent', world.elder.id);
});
afterAll(() => world?.stop());

interface Handover {
  id: string;
  recipient: string;
  isToRenew: boolean;
  state: string;
  openUntil: string;
  opened: number;
  openings: { at: string }[];
}
const PARTS = 'id recipient isToRenew state openUntil opened openings { at }';
const HAND = `mutation ($commandId: ID!, $d: ID!, $o: ID!, $days: Int!) {
  handOverDocument(commandId: $commandId, documentId: $d, organisationId: $o, purpose: school_entry, days: $days) { ${PARTS} } }`;
const OPEN = `mutation ($commandId: ID!, $id: ID!) { openHandover(commandId: $commandId, id: $id, format: pdf) { url } }`;
const BACK = `mutation ($commandId: ID!, $id: ID!) { takeBackHandover(commandId: $commandId, id: $id) { ${PARTS} } }`;
const refused = async (caller: Caller, text: string, variables: Record<string, unknown>) =>
  (await world.graph(caller, text, { commandId: newId(), ...variables })).errors[0]?.extensions;
/** What was asked to be told since the last question: kind, account or else the unit, and the words. */
let toldBefore = 0;
async function told() {
  const rows = await query<{ payload: NoticeRequested }>(
    world.em(),
    `select payload from outbox where type = 'notice.requested' and payload ->> 'kind' like 'handover%' order by seq`,
  );
  const fresh = rows.slice(toldBefore);
  toldBefore = rows.length;
  return fresh.map(({ payload }) => {
    const { unit, params } = openNotice(world.stack.services.certificates.keyring, payload.sealed);
    return [payload.kind, payload.accountId ?? unit, payload.subjectId, ...Object.values(params)];
  });
}
const received = async (caller: Caller) =>
  (
    await world.graph<{ receivedDocuments: { nodes: { id: string; holderName: string; openedAt: string | null }[] } }>(
      caller,
      '{ receivedDocuments { nodes { id holderName openedAt } } }',
    )
  ).data.receivedDocuments.nodes;

describe('a sealed file in the hands of a school', () => {
  it('Q-69 is there when its holder hands it over and no longer; each opening is told; disease control and inspectors open it in their area', async () => {
    await steps.drawSeal(cdc, world.organisation(DEMO_CLINICS.qiaotou));
    const certificate = await steps.issued(parent, world.elder.id);
    const [file] = await steps.filesOf(parent, certificate.id);
    const d = file?.id ?? '';
    await steps.settled(parent, d).toBe('sealed');
    const o = school.organisation ?? '';

    const FIND = 'query ($p: ID!, $t: String) { handoverRecipients(personId: $p, text: $t) { id isOwnSchool } }';
    const find = (caller: Caller, t: string | null) =>
      world.graph<{ handoverRecipients: { id: string }[] }>(caller, FIND, { p: world.elder.id, t });
    expect((await find(parent, '小学')).data.handoverRecipients.map(({ id }) => id)).toContain(o);
    expect((await find(parent, '小')).data.handoverRecipients).toEqual([]);
    expect((await find(stranger, '小学')).errors[0]?.extensions.code).toBe('FORBIDDEN');

    expect(await refused(parent, HAND, { d, o, days: 91 })).toMatchObject({ field: 'days', reason: 'out_of_range' });
    const clinic = world.organisation(DEMO_CLINICS.qiaotou);
    expect(await refused(parent, HAND, { d, o: clinic, days: 30 })).toMatchObject({ reason: 'no_match' });
    expect(await refused(stranger, HAND, { d, o, days: 30 })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(school, HAND, { d, o, days: 30 })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await received(school)).toEqual([]);

    const given = await steps.done<Handover>(parent, HAND, { d, o, days: 30 });
    expect(given).toMatchObject({ state: 'open', openUntil: '2026-12-20', opened: 0 });
    const masked = maskName(world.elder.name);
    expect(await told()).toEqual([['handover_received', o, given.id, masked, '2026-12-20']]);
    // Once more is the same hand-over with other days.
    expect((await steps.done<Handover>(parent, HAND, { d, o, days: 10 })).id).toBe(given.id);
    expect(await told()).toEqual([]);
    const { id } = given;
    expect(await received(school)).toEqual([{ id, holderName: world.elder.name, openedAt: null }]);
    expect(await received(otherSchool)).toEqual([]);
    for (const nobody of [otherSchool, parent])
      expect(await refused(nobody, OPEN, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(school, OPEN, { id: newId() })).toEqual(await refused(otherSchool, OPEN, { id }));

    const link = await steps.done<{ url: string }>(school, OPEN, { id });
    expect(await told()).toEqual([['handover_opened', 'parent', world.elder.id, masked, given.recipient]]);
    const answer = await world.stack.file('certificates', link.url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await world.stack.file('certificates', link.url)).status).toBe(404);
    expect((await world.auditLines('Mutation.openHandover')).at(-1)?.detail).toMatchObject({ purpose: 'school_entry' });
    const trace = await world.graph<{ documentHandovers: Handover[] }>(
      parent,
      `query ($c: ID!) { documentHandovers(certificateId: $c) { ${PARTS} } }`,
      { c: certificate.id },
    );
    expect(trace.data.documentHandovers).toMatchObject([{ id, opened: 1, openings: [{ at: expect.any(String) }] }]);
    expect((await received(school))[0]?.openedAt).not.toBeNull();

    const early = await steps.done<{ url: string }>(school, OPEN, { id });
    expect(await told()).toEqual([]);
    expect(await refused(stranger, BACK, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await steps.done<Handover>(parent, BACK, { id })).toMatchObject({ state: 'taken_back', opened: 2 });
    expect(await refused(parent, BACK, { id })).toMatchObject({ reason: 'already_decided' });
    expect((await world.stack.file('certificates', early.url)).status).toBe(404);
    expect(await refused(school, OPEN, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await received(school)).toEqual([]);

    // Supervising bodies need no hand-over inside their area: the file with the masked number is theirs to open.
    const partner: Caller = { role: 'partner', account: newId(), divisions: ['630121'], purpose: 'health-record' };
    const maskedFile = (await steps.request(partner, [certificate.id])).data.requestDocuments[0]?.id ?? '';
    await steps.settled(cdc, maskedFile).toBe('sealed');
    const inspector: Caller = { role: 'inspector', account: newId(), divisions: ['630121'] };
    for (const body of [cdc, inspector]) {
      expect((await steps.bytes(body, maskedFile, 'pdf')).length).toBeGreaterThan(1_000);
      const elsewhere = await steps.link({ ...body, divisions: ['630203'] }, maskedFile, 'pdf');
      expect(elsewhere.errors[0]?.extensions.code).toBe('FORBIDDEN');
    }

    const again = await steps.done<Handover>(parent, HAND, { d, o, days: 1 });
    expect(again.id).not.toBe(id);
    // Two who open it at once are told of once, as its first opening.
    await told();
    await Promise.all(Array.from({ length: 4 }, () => steps.done(school, OPEN, { id: again.id })));
    expect((await told()).map(([kind]) => kind)).toEqual(['handover_opened']);
    await steps.done(
      cdc,
      'mutation ($commandId: ID!, $id: ID!) { revokeCertificate(commandId: $commandId, id: $id, reason: "打错了") { id } }',
      {
        id: certificate.id,
      },
    );
    expect(await refused(school, OPEN, { id: again.id })).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    expect(await received(school)).toEqual([]);
  });

  it('Q-69 Q-70 once another file stands in its place the family is told, once, and hands that one over for the days left', async () => {
    const certificate = await steps.issued(nurse, world.elder.id);
    const [file] = await steps.filesOf(parent, certificate.id);
    const d = file?.id ?? '';
    await steps.settled(parent, d).toBe('sealed');
    const o = school.organisation ?? '';
    const given = await steps.done<Handover>(parent, HAND, { d, o, days: 20 });
    expect(given.isToRenew).toBe(false);
    await told();

    const WITHDRAW = `mutation ($commandId: ID!, $d: ID!) {
      withdrawDocument(commandId: $commandId, documentId: $d, reason: "章盖歪了", renew: true) { state } }`;
    expect(await refused(school, WITHDRAW, { d })).toMatchObject({ code: 'FORBIDDEN' });
    await steps.done(cdc, WITHDRAW, { d });
    const standing = async () => (await steps.filesOf(parent, certificate.id)).find((f) => f.state === 'sealed')?.id;
    await expect.poll(standing, { timeout: 30_000 }).toBeDefined();
    const masked = maskName(world.elder.name);
    expect(await told()).toEqual([['handover_to_renew', 'parent', world.elder.id, masked, given.recipient]]);
    const mine = async () =>
      (
        await world.graph<{ documentHandovers: Handover[] }>(
          parent,
          `query ($c: ID!) { documentHandovers(certificateId: $c) { ${PARTS} } }`,
          { c: certificate.id },
        )
      ).data.documentHandovers;
    expect((await mine()).find((h) => h.id === given.id)).toMatchObject({ state: 'file_ended', isToRenew: true });

    const next = (await standing()) ?? '';
    const anew = await steps.done<Handover>(parent, HAND, { d: next, o, days: 20 });
    expect(anew).toMatchObject({ state: 'open', openUntil: given.openUntil });
    expect((await told()).map(([kind]) => kind)).toEqual(['handover_received']);
    expect((await mine()).map((h) => [h.id, h.isToRenew])).toContainEqual([given.id, false]);
    expect(await received(school)).toMatchObject([{ id: anew.id }]);

    // Issued again for a changed record: a hand-over of the earlier certificate is still there to be renewed.
    await steps.done(
      parent,
      'mutation ($commandId: ID!, $id: ID!) { cancelCertificate(commandId: $commandId, id: $id) { id } }',
      {
        id: certificate.id,
      },
    );
    expect(await told()).toEqual([]);
    const later = await steps.issued(nurse, world.elder.id);
    const [whole] = await steps.filesOf(parent, later.id);
    await steps.settled(parent, whole?.id ?? '').toBe('sealed');
    expect((await told()).map(([kind, account]) => [kind, account])).toEqual([['handover_to_renew', 'parent']]);
    const listed = await world.graph<{ documentHandovers: Handover[] }>(
      parent,
      `query ($c: ID!) { documentHandovers(certificateId: $c) { ${PARTS} } }`,
      { c: later.id },
    );
    expect(listed.data.documentHandovers.filter((h) => h.isToRenew).map((h) => h.id)).toEqual([anew.id]);
  });

  it('Q-69 a hand-over follows its holder’s file when it is merged, is told of and handed anew there, and goes back when it is parted', async () => {
    const [first, second] = world.demo.pupils
      .filter((p) => p.expected === '1' && p.person && p.person.id !== world.elder.id)
      .slice(0, 2)
      .map((p) => p.person!);
    const [child, twin] = [first!.id, second!.id];
    for (const id of [child, twin]) await world.bind('parent', id);
    const sealed = async (id: string) => {
      const certificate = await steps.issued(parent, id);
      const [file] = await steps.filesOf(parent, certificate.id);
      await steps.settled(parent, file?.id ?? '').toBe('sealed');
      return { certificateId: certificate.id, documentId: file?.id ?? '' };
    };
    const [own, other] = [await sealed(child), await sealed(twin)];
    const o = school.organisation ?? '';
    const given = await steps.done<Handover>(parent, HAND, { d: own.documentId, o, days: 20 });
    await told();

    const inPeople = async (document: string, variables: Record<string, unknown>) => {
      const answer = await world.stack.graph('people', nurse, document, { c: newId(), ...variables });
      expect(answer.errors).toEqual([]);
    };
    const held = async () => {
      await world.hear();
      return query(world.em(), 'select holder_id, merged_from from document_handover where id = $1', [given.id]);
    };
    await inPeople(
      'mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "同一儿童") { id } }',
      { s: twin, m: child },
    );
    await expect.poll(held, { timeout: 20_000 }).toEqual([{ holder_id: twin, merged_from: [child] }]);
    expect(await told()).toEqual([['handover_to_renew', 'parent', twin, maskName(second!.name), given.recipient]]);
    const listed = await world.graph<{ documentHandovers: Handover[] }>(
      parent,
      `query ($c: ID!) { documentHandovers(certificateId: $c) { ${PARTS} } }`,
      { c: other.certificateId },
    );
    expect(listed.data.documentHandovers).toMatchObject([{ id: given.id, state: 'file_ended', isToRenew: true }]);
    expect(await received(school)).not.toContainEqual(expect.objectContaining({ id: given.id }));

    await inPeople('mutation ($c: ID!, $m: ID!) { unmergePerson(commandId: $c, mergedId: $m) { id } }', { m: child });
    await expect.poll(held, { timeout: 20_000 }).toEqual([{ holder_id: child, merged_from: [] }]);
  });
});
