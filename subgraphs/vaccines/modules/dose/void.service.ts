import { type Em, MiaobenError, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import type { VaccinesCtx } from '../../loaders.ts';
import { PersonRecord } from '../../record.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { moveStock } from '../catalogue/lot.repository.ts';
import { notesOfVoided } from '../dose-note/dose-note.voided.ts';
import { storeForecast } from '../due/recompute.ts';
import { Observation } from '../observation/observation.entity.ts';
import { forgetDose } from '../visit/visit.steps.ts';
import { doseChanged } from './dose.events.ts';
import { type DoseRow, markVoided, setReviewed } from './dose.repository.ts';
import type { DoseKey } from './dose-id.ts';
import { type LockedDose, lockDose } from './lock-dose.ts';

/** Takes back one record: the row stays, everything that follows from it is calculated anew. */
async function takeBack(
  em: Em,
  ctx: VaccinesCtx,
  catalogue: Catalogue,
  { key, subject, dose, doses }: LockedDose,
  reason: string,
): Promise<MiaobenEvent[]> {
  const now = ctx.clock.now();
  await markVoided(em, dose, { account: ctx.claims.account, reason, at: now });
  if (dose.took_stock && dose.clinic_id && dose.product_id && dose.lot_number) {
    await moveStock(em, dose.clinic_id, { productId: dose.product_id, number: dose.lot_number }, 1);
  }
  await em.nativeUpdate(Observation, { personId: key.personId, doseId: key.doseId, endedAt: null }, { endedAt: now });
  const voided: DoseRow = { ...dose, state: 'voided', reviewed: true };
  const after = doses.map((d) => (d === dose ? voided : d));
  const today = ctx.clock.today();
  const record = new PersonRecord(subject, after, catalogue, today);
  // What was waiting only because of this record needs nobody's look any more.
  const settled = after.filter((d) => record.isSettled(d));
  await setReviewed(em, settled, true);
  const coverage = await storeForecast(em, catalogue, [{ subject, doses: after }], today);
  if (dose.visit_id) await forgetDose(ctx, em, dose.visit_id, subject, dose.dose_id);
  const notes = await notesOfVoided(em, ctx, catalogue, [voided], ctx.claims.account);
  return [doseChanged(voided), ...coverage, ...notes];
}

/**
 * Voids a wrong record (design section 6: never overwritten, the history stays readable).
 * @throws FORBIDDEN out of reach; BAD_INPUT without reason; CONFLICT already_voided
 */
export async function voidDose(ctx: VaccinesCtx, commandId: string, doseId: string, reason: string): Promise<DoseKey> {
  const operation = 'Mutation.voidDose';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return runCommand(ctx, operation, commandId, { doseId, reason }, async (em) => {
    const locked = await lockDose(em, doseId, reach, ctx.claims.organisation);
    const words = readWords(reason, 'reason');
    if (locked.dose.state === 'voided')
      throw new MiaobenError('CONFLICT', { field: 'doseId', reason: 'already_voided' });
    const events = await takeBack(em, ctx, catalogue, locked, words);
    return { outcome: locked.key, events, subject: locked.key.doseId };
  });
}

/**
 * Decides on a record that may be one dose recorded twice: kept, or voided with a reason.
 * @throws FORBIDDEN out of reach; CONFLICT already_decided when it does not wait for a review; BAD_INPUT when it is to be
 *   voided without reason
 */
export async function reviewDose(
  ctx: VaccinesCtx,
  commandId: string,
  doseId: string,
  decision: { keep: boolean; reason: string | null },
): Promise<DoseKey> {
  const operation = 'Mutation.reviewDose';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return runCommand(ctx, operation, commandId, { doseId, ...decision }, async (em) => {
    const locked = await lockDose(em, doseId, reach, ctx.claims.organisation);
    if (locked.dose.reviewed) throw new MiaobenError('CONFLICT', { field: 'doseId', reason: 'already_decided' });
    const detail = { keep: decision.keep };
    if (!decision.keep) {
      const events = await takeBack(em, ctx, catalogue, locked, readWords(decision.reason ?? '', 'reason'));
      return { outcome: locked.key, events, subject: locked.key.doseId, detail };
    }
    await setReviewed(em, [locked.dose], true);
    return { outcome: locked.key, subject: locked.key.doseId, detail };
  });
}
