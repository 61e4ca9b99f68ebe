import { readHealthCard, readKeySet, readRevocations } from '@miaoben/exchange';
import { newId, query } from '@miaoben/kernel';
import { type CertificatesWorld, startCertificatesWorld } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findings } from '../../exchange/validators.test-kit.ts';

const PARTS = 'id qr detail doses familyName givenName issuedAt revokedAt revokedReason fileUrl fhirUrl';
const ISSUE = `mutation ($commandId: ID!, $input: IssueTravelCardInput!) {
  issueTravelCard(commandId: $commandId, input: $input) { ${PARTS} } }`;
const READ = `query ($personId: ID!) { travelCard(personId: $personId) { ${PARTS} } }`;
const BUNDLE = `query ($personId: ID!, $withResidentId: Boolean) {
  fhirBundleUrl(personId: $personId, withResidentId: $withResidentId) }`;

interface Card {
  id: string;
  qr: string | null;
  detail: string;
  doses: number;
  familyName: string;
  givenName: string;
  revokedAt: string | null;
  revokedReason: string | null;
  fileUrl: string | null;
  fhirUrl: string | null;
}
interface Bundle {
  entry: { resource: { resourceType: string; [key: string]: unknown } }[];
}

const MOTHER = newId();
const GUARDIAN: Caller = { role: 'guardian', account: MOTHER };
const STRANGER: Caller = { role: 'guardian', account: newId() };
const ISSUER = 'https://127.0.0.1';

describe('the record for travel and for health bodies', () => {
  let world: CertificatesWorld;
  beforeAll(async () => {
    world = await startCertificatesWorld(inject('adminUrl'));
    await world.bind(MOTHER, world.elder.id);
    await world.bind(MOTHER, world.baby.id);
  });
  afterAll(() => world.stop());

  const VACCINATOR: Caller = { role: 'vaccinator', divisions: ['630121'] };
  const issue = async (input: object = {}, commandId = newId(), caller = GUARDIAN) =>
    world.graph<{ issueTravelCard: Card }>(caller, ISSUE, {
      commandId,
      input: { personId: world.elder.id, familyName: 'Li', givenName: 'Wen Ting', ...input },
    });
  const fetchFile = (path: string) => world.stack.file('certificates', path);
  const wellKnown = async (path: string) =>
    fetch(`${world.stack.peers.certificates}/.well-known/${path}`, {
      headers: { 'x-miaoben-router': world.stack.routerSecret },
    });
  /** A reader elsewhere, with what is published now. */
  async function reader() {
    const answer = await wellKnown('jwks.json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const { keys } = await readKeySet(await answer.text());
    const revoked = new Map();
    for (const key of keys) {
      revoked.set(key.kid, readRevocations(await (await wellKnown(`crl/${key.kid}.json`)).text(), key));
    }
    return (text: string) => readHealthCard(text, [{ iss: ISSUER, keys, revoked }], Math.floor(Date.now() / 1_000));
  }

  it('gives the family a card that a reader elsewhere takes, with the passport name and every dose', async () => {
    const commandId = newId();
    const { data, errors } = await issue({}, commandId);
    expect(errors).toEqual([]);
    const card = data.issueTravelCard;
    expect(card).toMatchObject({ familyName: 'LI', givenName: 'WEN TING', revokedAt: null });
    expect((await issue({}, commandId)).data.issueTravelCard.id).toBe(card.id);
    const read = await (await reader())(card.qr!);
    if (!read.ok) throw new Error(`refused: ${read.reason} ${read.field}`);
    expect(card.doses).toBe(world.elder.doses.length);
    expect(read.card.doses).toHaveLength(card.doses);
    expect(read.card).toMatchObject({ birthDate: world.elder.birthDate });
    expect(JSON.stringify(read.card)).toContain('WEN');
    expect(JSON.stringify(read.card)).not.toContain(world.elder.documentNumber);
    const file = await fetchFile(card.fileUrl!);
    expect(file.headers.get('content-type')).toBe('application/smart-health-card');
    const { verifiableCredential } = (await file.json()) as { verifiableCredential: string[] };
    expect(await (await reader())(verifiableCredential[0]!)).toMatchObject({ ok: true });
  });

  it('puts the passport number into the FHIR file alone, and both validators take the file', async () => {
    const { data } = await issue({ passportNumber: ' e12345678 ' });
    const card = data.issueTravelCard;
    const bundle = (await (await fetchFile(card.fhirUrl!)).json()) as Bundle;
    expect(findings(bundle)).toEqual([]);
    const kinds = bundle.entry.map((e) => e.resource.resourceType);
    expect(kinds.filter((k) => k === 'Immunization')).toHaveLength(card.doses);
    expect(kinds).not.toContain('ImmunizationRecommendation');
    expect(JSON.stringify(bundle)).toContain('E12345678');
    const [row] = await query<{ text: string }>(
      world.em(),
      `select string_agg(t::text, '|') as text from travel_card t`,
    );
    expect(row?.text).not.toMatch(/E12345678|WEN/);
  });

  it('hands clinic and partner a FHIR bundle by address, the ID number only when asked for', async () => {
    const partner: Caller = { role: 'partner', divisions: ['630121'], purpose: 'school_entry' };
    for (const caller of [VACCINATOR, partner]) {
      const { data, errors } = await world.graph<{ fhirBundleUrl: string }>(caller, BUNDLE, {
        personId: world.baby.id,
      });
      expect(errors).toEqual([]);
      const answer = await fetchFile(data.fhirBundleUrl);
      expect(answer.headers.get('content-type')).toContain('application/fhir+json');
      const bundle = (await answer.json()) as Bundle;
      expect(findings(bundle)).toEqual([]);
      const kinds = bundle.entry.map((e) => e.resource.resourceType);
      expect(kinds[0]).toBe('Patient');
      expect(kinds.filter((k) => k === 'Immunization')).toHaveLength(world.baby.doses.length);
      expect(kinds).toContain('ImmunizationRecommendation');
      expect(JSON.stringify(bundle)).not.toContain(world.baby.documentNumber);
    }
    const asked = await world.graph<{ fhirBundleUrl: string }>(VACCINATOR, BUNDLE, {
      personId: world.elder.id,
      withResidentId: true,
    });
    const bundle = await (await fetchFile(asked.data.fhirBundleUrl)).text();
    expect(bundle).toContain(world.elder.documentNumber);
    expect(findings(JSON.parse(bundle) as object)).toEqual([]);
    const lines = await world.auditLines('Query.fhirBundleUrl');
    expect(lines.map((l) => l.subject)).toEqual([world.baby.id, world.baby.id, world.elder.id]);
    const forged = await fetchFile(asked.data.fhirBundleUrl.replace(world.elder.id, world.baby.id));
    expect(forged.status).toBe(403);
  });

  it.each([
    [{ familyName: ' ' }, 'input.familyName', 'required'],
    [{ familyName: '李' }, 'input.familyName', 'format'],
    [{ givenName: 'W3n' }, 'input.givenName', 'format'],
    [{ givenName: 'A'.repeat(40) }, 'input.givenName', 'too_long'],
    [{ passportNumber: '12-34' }, 'input.passportNumber', 'format'],
  ])('refuses %o and stores nothing', async (wrong, field, reason) => {
    const { errors } = await issue(wrong);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });

  it('tells a stranger nothing', async () => {
    const read = await world.graph(STRANGER, READ, { personId: world.elder.id });
    const made = await issue({}, newId(), STRANGER);
    const elsewhere = await world.graph({ role: 'vaccinator', divisions: ['62'] }, BUNDLE, {
      personId: world.elder.id,
    });
    for (const { errors } of [read, made, elsewhere]) expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('revokes the cards of a child once a dose is voided; a reader learns it from the published list', async () => {
    const before = (await issue()).data.issueTravelCard;
    expect(await (await reader())(before.qr!)).toMatchObject({ ok: true });
    const last = [...world.elder.doses].sort((a, b) => (a.date < b.date ? -1 : 1)).at(-1)!;
    const nurse: Caller = { ...VACCINATOR, organisation: world.organisation(last.clinicCode) };
    await world.voidLast(nurse, world.elder.id, last.vaccine);
    await world.hear();
    const { data } = await world.graph<{ travelCard: Card }>(GUARDIAN, READ, { personId: world.elder.id });
    expect(data.travelCard).toMatchObject({ revokedReason: 'record_changed', qr: null, fileUrl: null });
    expect(await (await reader())(before.qr!)).toMatchObject({ ok: false, reason: 'revoked' });
    expect((await fetchFile(before.fileUrl!)).status).toBe(404);
    const again = (await issue()).data.issueTravelCard;
    expect(again.doses).toBe(before.doses - 1);
    expect(await (await reader())(again.qr!)).toMatchObject({ ok: true });
  });

  it('has no list for a key it does not know', async () => {
    expect((await wellKnown(`crl/${'A'.repeat(43)}.json`)).status).toBe(404);
  });
});
