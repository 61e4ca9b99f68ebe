import { badInput, type Em, MiaobenError, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import type { VaccinesCtx } from '../../loaders.ts';
import type { DoseKey } from '../dose/dose-id.ts';
import { lockDose } from '../dose/lock-dose.ts';
import { readWords } from '../dose/words.ts';
import { ClinicSetting, Observation } from './observation.entity.ts';

const DEFAULT_MINUTES = 30;
const MINUTES = { min: 5, max: 120 };
const MINUTE_MS = 60_000;

/** Minutes of observation a clinic has set, 30 unless it has (H-19). */
export async function observationMinutes(em: Em, organisation: string | undefined): Promise<number> {
  if (!organisation) return DEFAULT_MINUTES;
  const setting = await em.findOne(ClinicSetting, { organisationId: organisation });
  return setting?.observationMinutes ?? DEFAULT_MINUTES;
}

/** Starts the observation of a dose given just now, in the transaction that records it; none when its time is over already. */
export async function startObservation(
  em: Em,
  key: Pick<DoseKey, 'personId' | 'doseId'>,
  organisation: string,
  startedAt: Date,
  now: Date,
): Promise<void> {
  const minutes = await observationMinutes(em, organisation);
  const endsAt = new Date(startedAt.getTime() + minutes * MINUTE_MS);
  if (endsAt <= now) return;
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
  reaction: string | null,
): Promise<DoseKey> {
  const operation = 'Mutation.endObservation';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  return runCommand(ctx, operation, commandId, { doseId, reaction }, async (em) => {
    const { key } = await lockDose(em, doseId, reach, ctx.claims.organisation);
    const running = await em.findOne(Observation, { personId: key.personId, doseId: key.doseId });
    if (!running || running.endedAt) throw new MiaobenError('CONFLICT', { field: 'doseId', reason: 'wrong_state' });
    running.endedAt = ctx.clock.now();
    running.reaction = reaction === null ? null : readWords(reaction, 'reaction');
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
    await em.upsert(ClinicSetting, { organisationId, observationMinutes: minutes });
    return { outcome: minutes, subject: organisationId, detail: { minutes } };
  });
}
