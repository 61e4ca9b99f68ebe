import {
  audit,
  badInput,
  dateInShanghai,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import {
  breakOffReasons,
  type ScreeningConclusion,
  type UnconfirmedReason,
  undoableStep,
  type VisitStepKind,
} from '@miaoben/schedule/clinic-visit';
import type { VaccinesCtx } from '../../loaders.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { isLate } from '../dose/dose.rules.ts';
import { readFingerprint } from '../fingerprint/fingerprint.ts';
import { standsFor } from '../merge/merge.events.ts';
import { missingOf } from '../not-given/not-given.repository.ts';
import { clinicSettings } from '../observation/observation.service.ts';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { standingAt } from '../point/point.service.ts';
import { sessionOfVisit } from '../session/session.service.ts';
import { readPhoto } from '../visit-photo/visit-photo.ts';
import {
  familyScreenings,
  formOf,
  formOn,
  insertScreening,
  isFamilyScreening,
  type ScreeningRow,
} from './screening.repository.ts';
import { readAnswers, readConclusion, readSignature, readTemperature } from './screening.rules.ts';
import type { AnswerScreeningInput, Screening, ScreeningForm, ScreenVisitInput } from './screening.type.ts';
import { insertVisit, markLeft, type VisitRow, visitById, visitsOfDay } from './visit.repository.ts';
import { shapeForm, shapeScreening, shapeVisit } from './visit.shape.ts';
import {
  dosesOfSteps,
  endIfObserved,
  type HeldVisit,
  holdVisit,
  instantOf,
  takeBackSteps,
  takeStep,
} from './visit.steps.ts';
import type { BreakOffVisitInput, OpenVisitInput, SignOff, Visit, VisitPage } from './visit.type.ts';

const LONGEST_POINT = 40;

/** The questions in force. @throws UNAVAILABLE while the reference data are not loaded */
export async function screeningForm(ctx: VaccinesCtx): Promise<ScreeningForm> {
  const today = ctx.clock.today();
  const form = await formOn(ctx.em, today);
  if (!form) throw new MiaobenError('UNAVAILABLE', { part: 'reference data' });
  return shapeForm(form, await catalogueOn(ctx.orm, today));
}

/** Visits of a day in the caller's clinic, in the order they were opened. */
export async function visits(
  ctx: VaccinesCtx,
  day: string | null | undefined,
  first: number,
  after: string | null | undefined,
): Promise<VisitPage> {
  const request = pageRequest(first, after, 2);
  const { organisation } = ctx.claims;
  if (!organisation) return toPage<VisitRow, Visit>([], request, () => [], shapeVisit);
  const reach = reachOf(ctx.scopeOf('Query.dose'), ctx.claims);
  const asked = { organisation, day: day ?? ctx.clock.today(), reach };
  const rows = await visitsOfDay(ctx.em, asked, request.key, request.limit);
  const persons = [...new Set(rows.slice(0, request.first).map((r) => r.person_id))];
  if (persons.length > 0) await audit(ctx.em, ctx.claims, 'Query.visits', undefined, { persons });
  for (const id of persons) ctx.loaders.reached.add(id);
  return toPage(rows, request, (r) => [r.opened_at, r.id], shapeVisit);
}

/** The visit as it stands now. A replay may come after the person has left the caller's reach. */
async function changedVisit(ctx: VaccinesCtx, visitId: string): Promise<Visit> {
  const row = await visitById(ctx.em, visitId);
  if (!row || !(await ctx.loaders.record.clear(row.person_id).load(row.person_id))) throw forbidden();
  return shapeVisit(row);
}

async function heldSubject(em: Em, personId: string, operation: string, ctx: VaccinesCtx, caughtUp: boolean) {
  // What arrives late for a merged file is a visit of the one that stands for it.
  const subject = await lockSubject(em, await standsFor(em, personId), reachOf(ctx.scopeOf(operation), ctx.claims));
  if (!subject) throw caughtUp ? forbidden() : new NotHeardOf('people');
  return subject;
}

/**
 * Opens a visit in the caller's clinic.
 * @throws FORBIDDEN for a person out of reach; BAD_INPUT visitId format, point not_of_point (H-11); CONFLICT duplicate when the id is there already
 */
export async function openVisit(ctx: VaccinesCtx, commandId: string, input: OpenVisitInput): Promise<Visit> {
  const operation = 'Mutation.openVisit';
  const { organisation, account } = ctx.claims;
  if (!organisation) throw forbidden();
  await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    if (!isUuidV7(input.visitId)) throw badInput('visitId', 'format');
    const subject = await heldSubject(em, input.personId, operation, ctx, caughtUp);
    if (await visitById(em, input.visitId)) {
      throw new MiaobenError('CONFLICT', { field: 'visitId', reason: 'duplicate' });
    }
    const at = instantOf(input.openedAt, ctx.clock.now());
    const day = dateInShanghai(at);
    const asked = { organisation, day, isLate: isLate(at, ctx.clock.now()) };
    const session = await sessionOfVisit(em, input.sessionId, asked);
    const visit: VisitRow = {
      person_id: subject.person_id,
      id: input.visitId,
      organisation_id: organisation,
      day,
      point: session?.point ?? (input.point?.trim() ? readWords(input.point, 'point', LONGEST_POINT) : null),
      session_id: session?.id ?? null,
      state: 'registered',
      opened_by: account,
      opened_at: at.toISOString(),
      break_reason: null,
      break_note: null,
      version: 1,
    };
    const place = { organisation, point: visit.point, sessionId: visit.session_id };
    // What happened without a network stands, whoever worked there.
    if (!asked.isLate && !(await standingAt(em, place, { account })).isStaff) throw badInput('point', 'not_of_point');
    await insertVisit(em, visit, input.personId);
    return { outcome: visit.id, subject: visit.id };
  });
  return changedVisit(ctx, input.visitId);
}

/** Runs a command on a visit of the caller's clinic, its person held. @throws FORBIDDEN for any other */
async function onVisit(
  ctx: VaccinesCtx,
  operation: string,
  commandId: string,
  input: { visitId: string },
  work: (em: Em, held: HeldVisit, subject: SubjectRow) => Promise<{ held: HeldVisit; detail: Record<string, unknown> }>,
): Promise<Visit> {
  await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const found = await visitById(em, input.visitId);
    if (!found) throw forbidden();
    const subject = await heldSubject(em, found.person_id, operation, ctx, caughtUp);
    const before = await holdVisit(em, found.id, subject, ctx.claims.organisation);
    if (!before) throw forbidden();
    const { detail } = await work(em, before, subject);
    return { outcome: found.id, subject: found.id, detail };
  });
  return changedVisit(ctx, input.visitId);
}

const STEP_OF = {
  go: 'screening_passed',
  ask_doctor: 'screening_referred',
  postpone: 'screening_failed',
  contraindicated: 'screening_failed',
} as const satisfies Record<ScreeningConclusion, string>;

const BROKEN_BY: Partial<Record<ScreeningConclusion, 'postponed' | 'contraindicated'>> = {
  postpone: 'postponed',
  contraindicated: 'contraindicated',
};

/**
 * The answers from home a clinic may go through: of this person and this day, as the family gave them last. What was gone through
 * without a network is done: it stands, and is marked when the family had answered anew meanwhile.
 * @throws BAD_INPUT confirms no_match while the family can still be asked
 */
async function readConfirmed(
  em: Em,
  id: string | null | undefined,
  personId: string,
  day: string,
  late: boolean,
): Promise<Pick<ScreeningRow, 'confirms' | 'confirms_outdated'>> {
  if (id == null) return { confirms: null, confirms_outdated: false };
  const [latest] = await familyScreenings(em, [personId], day);
  if (latest?.id === id) return { confirms: id, confirms_outdated: false };
  if (!late || !isUuidV7(id)) throw badInput('confirms', 'no_match');
  return { confirms: (await isFamilyScreening(em, id, personId, day)) ? id : null, confirms_outdated: true };
}

/**
 * Records the health inquiry of a visit and what was concluded.
 * @throws BAD_INPUT with field and reason (answers required names the question; note required when the conclusion is milder than
 *   the answers advise); CONFLICT wrong_state, duplicate; FORBIDDEN
 */
export async function screenVisit(ctx: VaccinesCtx, commandId: string, input: ScreenVisitInput): Promise<Visit> {
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return onVisit(ctx, 'Mutation.screenVisit', commandId, input, async (em, before, subject) => {
    if (!isUuidV7(input.screeningId)) throw badInput('screeningId', 'format');
    const form = await formOf(em, input.formVersion);
    if (!form) throw badInput('formVersion', 'unknown_code');
    const unknown = input.vaccines.find((code) => !catalogue.vaccines.has(code));
    if (unknown !== undefined) throw badInput('vaccines', 'unknown_code');
    const { day } = before.visit;
    const asked = { subject, day, vaccines: input.vaccines, schedule: catalogue.schedule };
    const answered = readAnswers(form, input.answers, asked);
    const concluded = readConclusion(input, answered, day);
    const at = instantOf(input.at, ctx.clock.now());
    const reason = BROKEN_BY[concluded.conclusion] ?? null;
    const broken = { break_reason: reason, break_note: null };
    const held = await takeStep(ctx, em, before, { kind: STEP_OF[concluded.conclusion], at, broken });
    await insertScreening(
      em,
      {
        person_id: subject.person_id,
        id: input.screeningId,
        visit_id: held.visit.id,
        form_version: form.version,
        answers: answered.answers,
        vaccines: input.vaccines,
        temperature: readTemperature(input.temperature),
        advice: answered.advice,
        ...concluded,
        by_family: false,
        signed_name: null,
        ...(await readConfirmed(em, input.confirms, subject.person_id, day, isLate(at, ctx.clock.now()))),
        account_id: ctx.claims.account,
        day,
        answered_at: at.toISOString(),
      },
      subject.person_id,
    );
    // Codes only: answers are health data and stay in their row.
    return { held, detail: { conclusion: concluded.conclusion } };
  });
}

/**
 * Signs a visit off: at registration (登记签核) or at vaccination (接种签核).
 * @throws CONFLICT wrong_state; BAD_INPUT photoId no_match, fingerprintId no_match, format, required where the clinic asks for a fingerprint
 *   and there is neither it nor a photo nor a reason (H-10), notGiven required at vaccination while a birth dose is late without a reason
 *   (S-13); FORBIDDEN
 */
export async function signVisit(
  ctx: VaccinesCtx,
  commandId: string,
  input: {
    visitId: string;
    signOff: SignOff;
    at?: Date | null;
    photoId?: string;
    fingerprintId?: string;
    unconfirmed?: UnconfirmedReason;
  },
): Promise<Visit> {
  return onVisit(ctx, 'Mutation.signVisit', commandId, input, async (em, before) => {
    const at = instantOf(input.at, ctx.clock.now());
    const kind = input.signOff === 'registration' ? 'registration_signed' : 'vaccination_signed';
    const confirmed = {
      photo_id: await readPhoto(em, input.photoId, before.visit.id),
      fingerprint_id: await readFingerprint(ctx, em, input.fingerprintId, before.visit.id),
      unconfirmed: input.unconfirmed ?? null,
    };
    // What was signed without a network is done.
    const isAsked = !isLate(at, ctx.clock.now()) && (await clinicSettings(em, ctx.claims.organisation)).asksFingerprint;
    if (isAsked && Object.values(confirmed).every((one) => one === null)) throw badInput('fingerprintId', 'required');
    const signed = await takeStep(ctx, em, before, { kind, at, confirmed });
    // S-13: while somebody can still be asked. What was signed without a network is done.
    if (kind === 'vaccination_signed' && !isLate(at, ctx.clock.now())) {
      const series = await missingOf(em, before.subject.person_id, ctx.clock.today());
      if (series.length > 0) throw badInput('notGiven', 'required', { series });
    }
    // Who was watched to the end before the signature came needs no second look.
    const held = await endIfObserved(ctx, em, signed, at);
    return { held, detail: { signOff: input.signOff } };
  });
}

/**
 * Ends a visit that is not done, with the reason.
 * @throws BAD_INPUT reason out_of_range when it does not fit the state, note required with `other`; CONFLICT wrong_state; FORBIDDEN
 */
export async function breakOffVisit(ctx: VaccinesCtx, commandId: string, input: BreakOffVisitInput): Promise<Visit> {
  return onVisit(ctx, 'Mutation.breakOffVisit', commandId, input, async (em, before) => {
    const { reason } = input;
    const allowed = breakOffReasons(before.visit.state);
    if (allowed.length > 0 && !allowed.includes(reason)) throw badInput('reason', 'out_of_range', { allowed });
    const note = input.note?.trim() || reason === 'other' ? readWords(input.note ?? '', 'note') : null;
    const at = instantOf(input.at, ctx.clock.now());
    const broken = { break_reason: reason, break_note: note };
    const held = await takeStep(ctx, em, before, { kind: 'broken_off', at, broken });
    await markLeft(em, held.subject.person_id, dosesOfSteps(held.steps), at);
    return { held, detail: { reason } };
  });
}

/**
 * Takes the last step of a visit back on its day; it stays readable. A dose is voided instead.
 * @throws CONFLICT wrong_state when another step is the last, or it was taken back on another day; FORBIDDEN
 */
export async function undoVisitStep(
  ctx: VaccinesCtx,
  commandId: string,
  input: { visitId: string; step: VisitStepKind; at?: Date | null },
): Promise<Visit> {
  return onVisit(ctx, 'Mutation.undoVisitStep', commandId, input, async (em, before) => {
    const step = undoableStep(before.steps.map((s) => ({ ...s, undone: s.undone_at !== null })));
    // Another tablet may have gone on meanwhile: only the step that was seen is taken back.
    const day = dateInShanghai(instantOf(input.at, ctx.clock.now()));
    if (step?.kind !== input.step || before.visit.day !== day) {
      throw new MiaobenError('CONFLICT', { field: 'visitId', reason: 'wrong_state', state: before.visit.state });
    }
    const held = await takeBackSteps(ctx, em, before, [step]);
    if (step.kind === 'broken_off') await markLeft(em, held.subject.person_id, dosesOfSteps(held.steps), null);
    return { held, detail: { step: step.kind } };
  });
}

/**
 * Answers and signs the health inquiry at home before coming (H-17); it holds on that day.
 * @throws FORBIDDEN for a person out of reach; BAD_INPUT with field and reason; CONFLICT duplicate
 */
export async function answerScreening(
  ctx: VaccinesCtx,
  commandId: string,
  input: AnswerScreeningInput,
): Promise<Screening> {
  const operation = 'Mutation.answerScreening';
  const day = ctx.clock.today();
  const catalogue = await catalogueOn(ctx.orm, day);
  const of = await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const subject = await heldSubject(em, input.personId, operation, ctx, caughtUp);
    if (!isUuidV7(input.screeningId)) throw badInput('screeningId', 'format');
    const form = await formOf(em, input.formVersion);
    if (!form) throw badInput('formVersion', 'unknown_code');
    const { answers, advice } = readAnswers(form, input.answers, {
      subject,
      day,
      vaccines: [],
      schedule: catalogue.schedule,
    });
    const row: ScreeningRow = {
      person_id: subject.person_id,
      id: input.screeningId,
      visit_id: null,
      form_version: form.version,
      answers,
      vaccines: [],
      temperature: null,
      advice,
      conclusion: null,
      until: null,
      note: null,
      by_family: true,
      signed_name: readSignature(input.signedName),
      confirms: null,
      confirms_outdated: false,
      account_id: ctx.claims.account,
      day,
      answered_at: ctx.clock.now().toISOString(),
    };
    await insertScreening(em, row, input.personId);
    return { outcome: subject.person_id, subject: row.id };
  });
  if (!(await ctx.loaders.record.clear(of).load(of))) throw forbidden();
  const found = (await familyScreenings(ctx.em, [of], day))[0];
  // A replay on a later day: what was answered then holds no more.
  if (!found) throw new MiaobenError('CONFLICT', { field: 'screeningId', reason: 'expired' });
  return shapeScreening(found);
}
