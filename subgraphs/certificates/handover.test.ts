import { newId } from '@miaoben/kernel';
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
const otherSchool: Caller = { role: 'school_checker', account: newId(), organisation: newId() };

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  await takeLicenceTypes(world.em(), licenceTypes());
  steps = sealSteps(world);
  school = { role: 'school_checker', account: newId(), organisation: world.organisation(DEMO_SCHOOLS.primary) };
  cdc = { role: 'cdc', account: newId(), organisation: world.organisation(COUNTY_CDC), divisions: ['630121'] };
  await world.bind('parent', world.elder.id);
});
afterAll(() => world?.stop());

interface Handover {
  id: string;
  recipient: string;
  state: string;
  openUntil: string;
  opened: number;
  openings: { at: string }[];
}
const PARTS = 'id recipient state openUntil opened openings { at }';
const HAND = `mutation ($commandId: ID!, $d: ID!, $o: ID!, $days: Int!) {
  handOverDocument(commandId: $commandId, documentId: $d, organisationId: $o, purpose: school_entry, days: $days) { ${PARTS} } }`;
const OPEN = `mutation ($commandId: ID!, $id: ID!) { openHandover(commandId: $commandId, id: $id, format: pdf) { url } }`;
const BACK = `mutation ($commandId: ID!, $id: ID!) { takeBackHandover(commandId: $commandId, id: $id) { ${PARTS} } }`;
const refused = async (caller: Caller, text: string, variables: Record<string, unknown>) =>
  (await world.graph(caller, text, { commandId: newId(), ...variables })).errors[0]?.extensions;
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
    // Once more is the same hand-over with other days.
    expect((await steps.done<Handover>(parent, HAND, { d, o, days: 10 })).id).toBe(given.id);
    const { id } = given;
    expect(await received(school)).toEqual([{ id, holderName: world.elder.name, openedAt: null }]);
    expect(await received(otherSchool)).toEqual([]);
    for (const nobody of [otherSchool, parent])
      expect(await refused(nobody, OPEN, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(school, OPEN, { id: newId() })).toEqual(await refused(otherSchool, OPEN, { id }));

    const link = await steps.done<{ url: string }>(school, OPEN, { id });
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
    expect(await refused(stranger, BACK, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await steps.done<Handover>(parent, BACK, { id })).toMatchObject({ state: 'taken_back', opened: 2 });
    expect(await refused(parent, BACK, { id })).toMatchObject({ reason: 'already_decided' });
    expect((await world.stack.file('certificates', early.url)).status).toBe(404);
    expect(await refused(school, OPEN, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await received(school)).toEqual([]);

    // Supervising bodies need no hand-over inside their area: the file with the masked number is theirs to open.
    const partner: Caller = { role: 'partner', account: newId(), divisions: ['630121'], purpose: 'health-record' };
    const masked = (await steps.request(partner, [certificate.id])).data.requestDocuments[0]?.id ?? '';
    await steps.settled(cdc, masked).toBe('sealed');
    const inspector: Caller = { role: 'inspector', account: newId(), divisions: ['630121'] };
    for (const body of [cdc, inspector]) {
      expect((await steps.bytes(body, masked, 'pdf')).length).toBeGreaterThan(1_000);
      const elsewhere = await steps.link({ ...body, divisions: ['630203'] }, masked, 'pdf');
      expect(elsewhere.errors[0]?.extensions.code).toBe('FORBIDDEN');
    }

    const again = await steps.done<Handover>(parent, HAND, { d, o, days: 1 });
    expect(again.id).not.toBe(id);
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
});
