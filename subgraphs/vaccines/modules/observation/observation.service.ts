import { badInput, type Em, MiaobenError, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import type { DoseKey } from '../dose/dose-id.ts';
import { lockDose } from '../dose/lock-dose.ts';
import { keepPointRows } from '../point/point.repository.ts';
import { endIfObserved, holdVisit, instantOf } from '../visit/visit.steps.ts';
import { ClinicSetting, Observation } from './observation.entity.ts';

const DEFAULT_MINUTES = 30;
const MINUTES = { min: 5, max: 120 };
const MINUTE_MS = 60_000;

/** Minutes of observation a clinic has set, 30 unless it has (H-19). */
async function observationMinutes(em: Em, organisation: string | undefined): Promise<number> {
  return (await clinicSettings(em, organisation)).observationMinutes;
}

/** What the caller's clinic has set, or what holds until it has. */
export async function clinicSettings(
  em: Em,
  organisation: string | undefined,
): Promise<{ observationMinutes: number; points: string[]; asksFingerprint: boolean }> {
  const setting = organisation ? await em.findOne(ClinicSetting, { organisationId: organisation }) : null;
  return {
    observationMinutes: setting?.observationMinutes ?? DEFAULT_MINUTES,
    points: setting?.points ?? [],
    asksFingerprint: setting?.asksFingerprint ?? false,
  };
}

/** Starts the observation of a dose of today, in the transaction that records it; that of a late one may be over when it gets here. */
export async function startObservation(
  em: Em,
  key: Pick<DoseKey, 'personId' | 'doseId'>,
  organisation: string,
  startedAt: Date,
): Promise<void> {
  const minutes = await observationMinutes(em, organisation);
  const endsAt = new Date(startedAt.getTime() + minutes * MINUTE_MS);
  em.create(Observation, { ...key, organisationId: organisation, startedAt, endsAt, minutes });
}

/**
 * Ends the observation of a dose and notes what was seen.
 * @throws FORBIDDEN outside the area; CONFLICT wrong_state when none is running
 */
export async function endObservation(
  ctx: VaccinesCtx,
  commandId: string,
  doseId: string,
  { reaction, endedAt }: { reaction: string | null; endedAt: Date | null },
): Promise<DoseKey> {
  const operation = 'Mutation.endObservation';
  // A command that was sent before there was an instant in it stays the same command.
  const input = { doseId, reaction, ...(endedAt && { endedAt }) };
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  return runCommand(ctx, operation, commandId, input, async (em) => {
    const { key, dose, subject } = await lockDose(em, doseId, reach, ctx.claims.organisation);
    const running = await em.findOne(Observation, { personId: key.personId, doseId: key.doseId });
    if (!running || running.endedAt) throw new MiaobenError('CONFLICT', { field: 'doseId', reason: 'wrong_state' });
    const at = instantOf(endedAt, ctx.clock.now());
    running.endedAt = at;
    running.reaction = reaction === null ? null : readWords(reaction, 'reaction');
    // The visit asks the database what of it is still watched.
    await em.flush();
    const held = dose.visit_id ? await holdVisit(em, dose.visit_id, subject, ctx.claims.organisation) : undefined;
    if (held) await endIfObserved(ctx, em, held, at);
    return { outcome: key, subject: key.doseId };
  });
}

/**
 * Sets how long the caller's clinic keeps people after a dose.
 * @throws BAD_INPUT out_of_range below 5 or above 120 minutes
 */
export async function setObservationMinutes(ctx: VaccinesCtx, commandId: string, minutes: number): Promise<number> {
  const organisationId = ctx.claims.organisation;
  if (!organisationId) throw new MiaobenError('FORBIDDEN');
  return runCommand(ctx, 'Mutation.setObservationMinutes', commandId, { minutes }, async (em) => {
    if (minutes < MINUTES.min || minutes > MINUTES.max) throw badInput('minutes', 'out_of_range', MINUTES);
    const settings = await clinicSettings(em, organisationId);
    await em.upsert(ClinicSetting, { ...settings, organisationId, observationMinutes: minutes });
    return { outcome: minutes, subject: organisationId, detail: { minutes } };
  });
}

const MOST_POINTS = 30;
const LONGEST_POINT = 40;

/**
 * Names the vaccination points of the caller's clinic (H-09), in the order they are shown; none: the clinic is its only one.
 * @throws BAD_INPUT points required (an empty name), too_long, duplicate, or out_of_range for too many
 */
export async function setVaccinationPoints(
  ctx: VaccinesCtx,
  commandId: string,
  told: readonly string[],
): Promise<string[]> {
  const organisationId = ctx.claims.organisation;
  if (!organisationId) throw new MiaobenError('FORBIDDEN');
  return runCommand(ctx, 'Mutation.setVaccinationPoints', commandId, { points: told }, async (em) => {
    if (told.length > MOST_POINTS) throw badInput('points', 'out_of_range', { max: MOST_POINTS });
    const points = told.map((name) => readWords(name, 'points', LONGEST_POINT));
    if (new Set(points).size < points.length) throw badInput('points', 'duplicate');
    const settings = await clinicSettings(em, organisationId);
    await em.upsert(ClinicSetting, { ...settings, organisationId, points });
    await keepPointRows(em, organisationId, points);
    return { outcome: points, subject: organisationId, detail: { points: points.length } };
  });
}

/** Sets whether a sign-off at the caller's clinic asks for a fingerprint, or says why there is none (H-10). */
export async function setFingerprintAsked(ctx: VaccinesCtx, commandId: string, asked: boolean): Promise<boolean> {
  const organisationId = ctx.claims.organisation;
  if (!organisationId) throw new MiaobenError('FORBIDDEN');
  return runCommand(ctx, 'Mutation.setFingerprintAsked', commandId, { asked }, async (em) => {
    const settings = await clinicSettings(em, organisationId);
    await em.upsert(ClinicSetting, { ...settings, organisationId, asksFingerprint: asked });
    return { outcome: asked, subject: organisationId, detail: { asked } };
  });
}
