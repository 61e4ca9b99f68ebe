import { badInput, dateInShanghai, type Em, MiaobenError } from '@miaoben/kernel';
import { type VisitStepKind, visitMove, visitStateAfter } from '@miaoben/schedule/clinic-visit';
import type { VaccinesCtx } from '../../loaders.ts';
import type { SubjectRow } from '../person/subject.repository.ts';
import {
  insertStep,
  markUndone,
  observationsOfDoses,
  type StepRow,
  stepsOf,
  storeState,
  type VisitRow,
  visitById,
  visitsOfPersons,
} from './visit.repository.ts';

/** A visit whose person the transaction holds, with its steps. */
export interface HeldVisit {
  visit: VisitRow;
  steps: StepRow[];
  subject: Pick<SubjectRow, 'person_id' | 'birth_date' | 'division' | 'registration_state'>;
}

/** A device whose clock runs ahead cannot have made an entry in the future. */
export const instantOf = (told: Date | null | undefined, now: Date): Date => (told && told < now ? told : now);

const standing = (steps: readonly StepRow[], kind: VisitStepKind): StepRow[] =>
  steps.filter((s) => s.kind === kind && s.undone_at === null);

export const dosesOfSteps = (steps: readonly StepRow[]): string[] =>
  standing(steps, 'dose_given').flatMap((s) => s.dose_id ?? []);

/** @returns the visit of a held person in an own clinic; undefined: none of that id there */
export async function holdVisit(
  em: Em,
  visitId: string,
  subject: HeldVisit['subject'],
  organisation: string | undefined,
): Promise<HeldVisit | undefined> {
  const visit = await visitById(em, visitId);
  if (!visit || visit.person_id !== subject.person_id || visit.organisation_id !== organisation) return undefined;
  return { visit, steps: await stepsOf(em, [visit.id]), subject };
}

/** Writes where the steps lead to. */
async function settle(
  em: Em,
  held: HeldVisit,
  steps: StepRow[],
  broken: Pick<VisitRow, 'break_reason' | 'break_note'>,
): Promise<HeldVisit> {
  const state = visitStateAfter(steps.map((s) => ({ kind: s.kind, undone: s.undone_at !== null })));
  const visit = { ...held.visit, state, ...broken, version: held.visit.version + 1 };
  await storeState(em, visit);
  return { ...held, visit, steps };
}

const NOTHING_SHOWN = { photo_id: null, fingerprint_id: null, unconfirmed: null };

interface Taken {
  kind: VisitStepKind;
  at: Date;
  doseId?: string;
  /** what a sign-off was confirmed with (H-10) */
  confirmed?: Pick<StepRow, 'photo_id' | 'fingerprint_id' | 'unconfirmed'>;
  broken?: Pick<VisitRow, 'break_reason' | 'break_note'>;
}

/** Takes one step of a held visit. @throws CONFLICT wrong_state when there is no such move from where it stands */
export async function takeStep(ctx: VaccinesCtx, em: Em, held: HeldVisit, taken: Taken): Promise<HeldVisit> {
  const {
    kind,
    at,
    doseId = null,
    confirmed = NOTHING_SHOWN,
    broken = { break_reason: null, break_note: null },
  } = taken;
  if (!visitMove(held.visit.state, kind)) {
    throw new MiaobenError('CONFLICT', { field: 'visitId', reason: 'wrong_state', state: held.visit.state });
  }
  const step: StepRow = {
    visit_id: held.visit.id,
    seq: held.steps.length + 1,
    kind,
    account_id: ctx.claims.account,
    at: at.toISOString(),
    received_at: ctx.clock.now().toISOString(),
    dose_id: doseId,
    ...confirmed,
    finger_of: null,
    quality: null,
    consent_by: null,
    taken_at: null,
    deleted_at: null,
    undone_by: null,
    undone_at: null,
  };
  await insertStep(em, step);
  return settle(em, held, [...held.steps, step], broken);
}

/** Takes back steps of a held visit; they stay readable. */
export async function takeBackSteps(
  ctx: VaccinesCtx,
  em: Em,
  held: HeldVisit,
  undone: readonly StepRow[],
): Promise<HeldVisit> {
  const by = { account: ctx.claims.account, at: ctx.clock.now() };
  const seqs = new Set(undone.map((s) => s.seq));
  await markUndone(em, held.visit.id, [...seqs], by);
  const steps = held.steps.map((s) =>
    seqs.has(s.seq) ? { ...s, undone_by: by.account, undone_at: by.at.toISOString() } : s,
  );
  return settle(em, held, steps, { break_reason: null, break_note: null });
}

/** Ends the observation of a visit when none of its doses is watched any more. */
export async function endIfObserved(ctx: VaccinesCtx, em: Em, held: HeldVisit, at: Date): Promise<HeldVisit> {
  if (!visitMove(held.visit.state, 'observed')) return held;
  const { running, ended } = await observationsOfDoses(em, held.subject.person_id, dosesOfSteps(held.steps));
  return running === 0 && ended > 0 ? takeStep(ctx, em, held, { kind: 'observed', at }) : held;
}

/**
 * Notes a dose in its visit. What was given without network is a fact, whatever became of the visit meanwhile.
 * @param isNow the dose can still be stopped
 * @returns undefined when a late dose has no such visit
 * @throws BAD_INPUT visitId no_match, CONFLICT wrong_state for a dose about to be given
 */
export async function noteDose(
  ctx: VaccinesCtx,
  em: Em,
  visitId: string,
  subject: HeldVisit['subject'],
  dose: { doseId: string; at: Date; isNow: boolean },
): Promise<HeldVisit | undefined> {
  const held = await holdVisit(em, visitId, subject, ctx.claims.organisation);
  if (!held && dose.isNow) throw badInput('visitId', 'no_match');
  if (!held) return undefined;
  if (!dose.isNow && !visitMove(held.visit.state, 'dose_given')) return held;
  return takeStep(ctx, em, held, { kind: 'dose_given', at: dose.at, doseId: dose.doseId });
}

/** Notes a consent that was signed at the clinic in the visit it was signed in; one signed at home, or between visits, has none. */
export async function noteConsent(
  ctx: VaccinesCtx,
  em: Em,
  subject: HeldVisit['subject'],
  at: Date,
): Promise<HeldVisit | undefined> {
  const today = await visitsOfPersons(em, [subject.person_id], dateInShanghai(at));
  const visit = today.find((v) => v.organisation_id === ctx.claims.organisation && visitMove(v.state, 'consented'));
  if (!visit) return undefined;
  const held = { visit, steps: await stepsOf(em, [visit.id]), subject };
  return takeStep(ctx, em, held, { kind: 'consented', at });
}

/** Takes a voided dose out of its visit of today; an older visit keeps the state it ended in. */
export async function forgetDose(
  ctx: VaccinesCtx,
  em: Em,
  visitId: string,
  subject: HeldVisit['subject'],
  doseId: string,
): Promise<HeldVisit | undefined> {
  const visit = await visitById(em, visitId);
  if (!visit || visit.day !== ctx.clock.today()) return undefined;
  const held = { visit, steps: await stepsOf(em, [visit.id]), subject };
  const given = held.steps.filter((s) => s.undone_at === null && s.kind === 'dose_given');
  const mine = given.find((s) => s.dose_id === doseId);
  if (!mine) return undefined;
  // Without a dose neither its sign-off nor its observation has a ground.
  const after = given.length === 1 ? held.steps.filter((s) => s.undone_at === null && s.seq > mine.seq) : [];
  return takeBackSteps(ctx, em, held, [mine, ...after]);
}
