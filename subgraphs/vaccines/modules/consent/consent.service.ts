import {
  audit,
  badInput,
  type Ctx,
  dateInShanghai,
  type Em,
  forbidden,
  isCalendarDate,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  newId,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { type Reach, reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import { consentOn } from '@miaoben/schedule/consent';
import { type ConsentTextSeed, consentTexts } from '@miaoben/seeds/reference/consent-texts';
import type { VaccinesCtx } from '../../loaders.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { type DoseRow, dosesOf } from '../dose/dose.repository.ts';
import { standsFor } from '../merge/merge.events.ts';
import { putNotGiven } from '../not-given/not-given.repository.ts';
import { missesBirthDose } from '../not-given/not-given.service.ts';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { instantOf, noteConsent } from '../visit/visit.steps.ts';
import { type ConsentRow, consentsOn, findConsent, insertConsent, signedConsent } from './consent.repository.ts';
import { shapeConsent, shapeConsentText } from './consent.shape.ts';
import { readText, textVersion } from './consent.texts.ts';
import type { Consent, ConsentDecision, ConsentPage, ConsentStanding, SignConsentInput } from './consent.type.ts';
import { readSignature } from './signature.ts';

const LONGEST_DEVICE = 64;

/** What consent there is for a dose of a vaccine on a day, from rows that were read. */
export function standingConsent(
  vaccine: string,
  date: string,
  consents: readonly ConsentRow[],
  doses: readonly DoseRow[],
): { state: ConsentStanding['state']; text: ConsentTextSeed; row: ConsentRow | null } {
  const { state, text, consent } = consentOn({
    vaccine,
    date,
    texts: consentTexts(),
    consents: consents.map(signedConsent),
    doses: doses.filter((d) => d.state === 'given').map((d) => ({ vaccine: d.vaccine, date: d.given_on })),
  });
  return { state, text, row: consents.find((c) => c.id === consent?.id) ?? null };
}

/** @throws FORBIDDEN out of reach; BAD_INPUT unknown_code */
export async function consentFor(
  ctx: VaccinesCtx,
  personId: string,
  vaccine: string,
  date: string,
): Promise<ConsentStanding> {
  const record = await ctx.loaders.record.load(personId);
  if (!record) throw forbidden();
  if (!record.catalogue.vaccines.has(vaccine)) throw badInput('vaccineCode', 'unknown_code');
  const consents = await ctx.loaders.consents.load(personId);
  const { state, text, row } = standingConsent(vaccine, date, consents, record.doses);
  return { state, text: shapeConsentText(text), consent: row && shapeConsent(record.catalogue, row) };
}

/** Who signed: a guardian as the account, anybody on a device of the clinic by name. */
function readSigner(ctx: Ctx, input: SignConsentInput) {
  if (ctx.claims.role === 'guardian')
    return { account: ctx.claims.account, name: null, relation: input.relation ?? null };
  if (!input.relation) throw badInput('relation', 'required');
  const name = readWords(input.signerName ?? '', 'signerName', 50);
  return { account: null, name: ctx.keyring.seal(name, 'consent.signer_name'), relation: input.relation };
}

/** A refused birth dose is told as not given (S-13), so that nobody asks again why. */
async function tellRefused(
  em: Em,
  subject: SubjectRow,
  catalogue: Catalogue,
  refusal: { vaccine: string; reason: string; at: string; by: string; enteredFor: string; today: string },
): Promise<void> {
  const doses = await dosesOf(em, [subject.person_id]);
  for (const series of catalogue.schedule.vaccines.get(refusal.vaccine)?.series ?? []) {
    if (!missesBirthDose(subject, doses, catalogue, { series, dose: 1 }, refusal.today)) continue;
    const { reason: note, at, enteredFor, by } = refusal;
    const row = {
      person_id: subject.person_id,
      id: newId(),
      series,
      dose: 1,
      reason: 'refused',
      note,
      recorded_at: at,
      beside_dose: false,
    } as const;
    await putNotGiven(em, row, enteredFor, by);
  }
}

async function holdPerson(em: Em, personId: string, reach: Reach, caughtUp: boolean): Promise<SubjectRow> {
  // What arrives late for a merged file stands with the one that stands for it.
  const subject = await lockSubject(em, await standsFor(em, personId), reach);
  if (subject) return subject;
  throw caughtUp ? forbidden() : new NotHeardOf('people');
}

/** The decision as it stands. A replay may come after the person has left the caller's reach. */
async function changedConsent(ctx: VaccinesCtx, operation: string, id: string): Promise<Consent> {
  const row = await findConsent(ctx.em, id, reachOf(ctx.scopeOf(operation), ctx.claims));
  if (!row) throw forbidden();
  return shapeConsent(await catalogueOn(ctx.orm, ctx.clock.today()), row);
}

/**
 * Records a signed decision (H-18), tied to the words that were read.
 * @throws FORBIDDEN for a person out of reach; BAD_INPUT with field and reason; CONFLICT duplicate when the id is there already
 */
export async function signConsent(ctx: VaccinesCtx, commandId: string, input: SignConsentInput): Promise<Consent> {
  const operation = 'Mutation.signConsent';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const today = ctx.clock.today();
  const catalogue = await catalogueOn(ctx.orm, today);
  await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    if (!isUuidV7(input.consentId)) throw badInput('consentId', 'format');
    const subject = await holdPerson(em, input.personId, reach, caughtUp);
    const at = instantOf(input.signedAt, ctx.clock.now());
    const signedOn = dateInShanghai(at);
    if (signedOn < subject.birth_date) throw badInput('signedAt', 'date_before_birth');
    if (!catalogue.vaccines.has(input.vaccineCode)) throw badInput('vaccineCode', 'unknown_code');
    const text = readText(input, signedOn);
    const signature = readSignature(input.signature);
    const signer = readSigner(ctx, input);
    const reason = input.decision === 'refuse' ? readWords(input.reason ?? '', 'reason') : null;
    const device = input.device?.trim() || null;
    if ((device?.length ?? 0) > LONGEST_DEVICE) throw badInput('device', 'too_long', { max: LONGEST_DEVICE });
    if (await findConsent(em, input.consentId, { kind: 'all' })) {
      throw new MiaobenError('CONFLICT', { field: 'consentId', reason: 'duplicate' });
    }
    const row = {
      person_id: subject.person_id,
      id: input.consentId,
      text_id: text.id,
      text_version: text.version,
      text_hash: text.hash,
      vaccine: input.vaccineCode,
      decision: input.decision,
      withdraws: null,
      reason,
      signer_account: signer.account,
      signer_name: signer.name,
      relation: signer.relation,
      signature: ctx.keyring.seal(signature, 'consent.signature'),
      signed_at: at.toISOString(),
      signed_on: signedOn,
      device,
      clinic_id: ctx.claims.organisation ?? subject.managing_org_id,
      recorded_by: ctx.claims.account,
    };
    await insertConsent(em, row, input.personId);
    if (reason !== null) {
      const { vaccineCode: vaccine, personId: enteredFor } = input;
      const by = ctx.claims.account;
      await tellRefused(em, subject, catalogue, { vaccine, reason, at: row.signed_at, by, enteredFor, today });
    }
    if (input.decision === 'agree') await noteConsent(ctx, em, subject, at);
    const detail = { text: text.id, version: text.version, decision: input.decision };
    return { outcome: input.consentId, subject: input.consentId, detail };
  });
  return changedConsent(ctx, operation, input.consentId);
}

/**
 * Withdraws a decision by a record of its own; what was signed stays.
 * @throws FORBIDDEN out of reach or not there; BAD_INPUT without reason; CONFLICT already_voided
 */
export async function withdrawConsent(
  ctx: VaccinesCtx,
  commandId: string,
  input: { consentId: string; reason: string; at?: Date | null },
): Promise<Consent> {
  const operation = 'Mutation.withdrawConsent';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const { consentId, reason } = input;
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const known = await findConsent(em, consentId, reach);
    if (!known || !(await lockSubject(em, known.person_id, reach))) throw forbidden();
    const words = readWords(reason, 'reason');
    // Read again under the lock: two withdrawals come one after the other.
    const held = await findConsent(em, consentId, reach);
    if (!held || held.withdrawn_at !== null)
      throw new MiaobenError('CONFLICT', { field: 'consentId', reason: 'already_voided' });
    // Not before it was signed, whatever the device's clock said.
    const told = instantOf(input.at, ctx.clock.now());
    const signedAt = new Date(held.signed_at);
    const at = told < signedAt ? signedAt : told;
    const row = {
      ...held,
      id: newId(),
      decision: 'withdraw' as const,
      withdraws: held.id,
      reason: words,
      signer_account: ctx.claims.account,
      signer_name: null,
      relation: null,
      signature: null,
      signed_at: at.toISOString(),
      signed_on: dateInShanghai(at),
      device: null,
      clinic_id: ctx.claims.organisation ?? held.clinic_id,
      recorded_by: ctx.claims.account,
    };
    await insertConsent(em, row, held.person_id);
    return { outcome: held.id, subject: held.id, detail: { text: held.text_id, withdrawn: true } };
  });
  return changedConsent(ctx, operation, consentId);
}

/** A signed decision with its signature. A read of it is a line of the audit. @throws NOT_FOUND */
export async function readConsent(ctx: VaccinesCtx, id: string): Promise<Consent> {
  const operation = 'Query.consent';
  const row = await findConsent(ctx.em, id, reachOf(ctx.scopeOf(operation), ctx.claims));
  if (!row) throw new MiaobenError('NOT_FOUND');
  await audit(ctx.em, ctx.claims, operation, id, { person: row.person_id });
  return shapeConsent(await catalogueOn(ctx.orm, ctx.clock.today()), row);
}

/** A version of a text, for who prints what was signed. @throws BAD_INPUT unknown_code */
export const readConsentText = (id: string, version: number) => shapeConsentText(textVersion(id, version));

/** The sign-off records of the caller's clinic on a day (H-10). @throws BAD_INPUT; FORBIDDEN without a clinic */
export async function consentRecords(
  ctx: VaccinesCtx,
  asked: { day: string; decision: ConsentDecision | null },
  first: number,
  after: string | null | undefined,
): Promise<ConsentPage> {
  const operation = 'Query.consentRecords';
  const { organisation } = ctx.claims;
  if (!organisation) throw forbidden();
  if (!isCalendarDate(asked.day)) throw badInput('day', 'format');
  const request = pageRequest(first, after, 2);
  const reach = reachOf(ctx.scopeOf('Query.consent'), ctx.claims);
  const rows = await consentsOn(ctx.em, { organisation, ...asked }, reach, request.key, request.limit);
  await audit(ctx.em, ctx.claims, operation, organisation, { rows: Math.min(rows.length, request.first) });
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return toPage(
    rows,
    request,
    (r) => [new Date(r.signed_at).toISOString(), r.id],
    (r) => shapeConsent(catalogue, r),
  );
}
