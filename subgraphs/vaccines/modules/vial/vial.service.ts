import { badInput, type Em, forbidden, MiaobenError, query, runCommand } from '@miaoben/kernel';
import { usableUntil, type VialStanding, vialAt } from '@miaoben/schedule/vial';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeProduct } from '../catalogue/catalogue.shape.ts';
import { type Catalogue, catalogueOn, type ProductRow } from '../catalogue/catalogue.ts';
import { moveStock } from '../catalogue/lot.repository.ts';
import { warning } from '../dose/warnings.ts';
import { readWords } from '../dose/words.ts';
import type { Reason } from '../plan/reason.type.ts';
import {
  closeVials,
  insertDiscard,
  lockVial,
  putOpening,
  shrinkDiscard,
  undoDiscard,
  type VialRow,
  vialsOf,
  vialsTimeUp,
} from './vial.repository.ts';
import type { DiscardReason, OpenVial } from './vial.type.ts';

/** Who throws away what the clock has ended. */
export const CLOCK = 'clock';
const BATCH = 100;
const SHOWN_MS = 24 * 60 * 60_000;
const iso = (instant: string | Date): string => new Date(instant).toISOString();

function standing(row: VialRow, minutes: number | null, now: Date): VialStanding {
  const { doses, given } = row;
  const vial = { doses, minutes, given, openings: [iso(row.opened_at)], isDiscarded: row.discard_id !== null };
  // A row has its opening.
  return vialAt(vial, iso(now))!;
}

export interface DrawnDose {
  traceCode: string;
  product: ProductRow;
  lotNumber: string;
  organisation: string;
  account: string;
  /** by the clock of the device, never in the future */
  at: Date;
  /** in front of us: the dose can still be stopped */
  now: boolean;
}

/**
 * A dose is drawn from a vial of several: the first scan opens it, the clock says whether it may still be used. What
 * comes late from a device is a fact: it is kept, with a warning when the time was up.
 * @throws BAD_INPUT traceCode expired, wrong_state for a dose that is about to be given
 */
export async function drawFromVial(em: Em, dose: DrawnDose): Promise<Reason[]> {
  const { product, traceCode } = dose;
  const known = await lockVial(em, traceCode);
  const openedAt = known && iso(known.opened_at) < iso(dose.at) ? iso(known.opened_at) : iso(dose.at);
  await putOpening(em, {
    trace_code: traceCode,
    organisation_id: dose.organisation,
    product_id: product.id,
    lot_number: dose.lotNumber,
    doses: product.dosesPerContainer,
    opened_at: openedAt,
    opened_by: dose.account,
    usable_until: usableUntil(openedAt, product.openMinutes),
  });
  if (!known) return [warning('VIAL_OPENED')];
  // What was thrown away since says nothing of the moment the dose was drawn.
  const { state } = standing({ ...known, opened_at: openedAt, discard_id: null }, product.openMinutes, dose.at);
  if (dose.now && state === 'time_up') throw badInput('traceCode', 'expired');
  if (dose.now && (state === 'empty' || known.discard_id !== null)) throw badInput('traceCode', 'wrong_state');
  if (known.discard_id !== null && known.discarded !== null) await takeFromDiscard(em, known, dose.at);
  return state === 'time_up' ? [warning('VIAL_TIME_UP')] : state === 'empty' ? [warning('VIAL_EMPTY')] : [];
}

/** What was given before the rest was thrown away has come late: so much less was thrown away. */
async function takeFromDiscard(em: Em, vial: VialRow, at: Date): Promise<void> {
  const doses = vial.discarded! - 1;
  if (doses > 0) await shrinkDiscard(em, vial.discard_id!, doses);
  else await undoDiscard(em, vial.discard_id!, at, CLOCK);
  await moveStock(em, vial.organisation_id, { productId: vial.product_id, number: vial.lot_number }, 1);
}

async function discardRest(
  em: Em,
  vial: VialRow,
  discard: { reason: DiscardReason; note: string | null; at: Date; by: string },
): Promise<number> {
  const rest = Math.max(vial.doses - vial.given, 0);
  await closeVials(em, [vial.trace_code]);
  if (rest === 0) return 0;
  await insertDiscard(em, { traceCode: vial.trace_code, doses: rest, ...discard });
  await moveStock(em, vial.organisation_id, { productId: vial.product_id, number: vial.lot_number }, -rest);
  return rest;
}

/** Throws away what is left of vials whose time is up, in one transaction. @returns the number of vials */
export async function discardTimeUp(em: Em, now: Date): Promise<number> {
  return em.transactional(async (inner) => {
    const vials = await vialsTimeUp(inner as Em, now, BATCH);
    for (const vial of vials) {
      if (vial.discard_id !== null) await closeVials(inner as Em, [vial.trace_code]);
      else await discardRest(inner as Em, vial, { reason: 'time_up', note: null, at: now, by: CLOCK });
    }
    if (vials.length > 0) {
      await query(
        inner as Em,
        `insert into audit_line (account_id, role, operation, subject, detail) values ($1, 'service', 'discardTimeUp', null, $2)`,
        [CLOCK, JSON.stringify({ vials: vials.length })],
      );
    }
    return vials.length;
  });
}

function shapeVial(row: VialRow, catalogue: Catalogue, now: Date): OpenVial {
  const { state, left } = standing(row, catalogue.products.get(row.product_id)?.openMinutes ?? null, now);
  return {
    traceCode: row.trace_code,
    product: shapeProduct(catalogue, row.product_id),
    lotNumber: row.lot_number,
    doses: row.doses,
    given: row.given,
    left,
    state,
    openedAt: new Date(row.opened_at),
    openedBy: { id: row.opened_by },
    usableUntil: new Date(row.usable_until),
    discard:
      row.discard_id === null
        ? null
        : {
            doses: row.discarded!,
            reason: row.discard_reason!,
            note: row.discard_note,
            at: new Date(row.discarded_at!),
            by: row.discarded_by === CLOCK ? null : { id: row.discarded_by! },
          },
  };
}

/** Vials of the caller's clinic that run or were opened within a day. */
export async function openVials(ctx: VaccinesCtx): Promise<OpenVial[]> {
  if (!ctx.claims.organisation) return [];
  const now = ctx.clock.now();
  const rows = await vialsOf(ctx.em, ctx.claims.organisation, new Date(now.getTime() - SHOWN_MS));
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return rows.map((row) => shapeVial(row, catalogue, now));
}

/** One command on a vial of the caller's clinic. @throws FORBIDDEN for a vial of another one or none */
async function onVial(
  ctx: VaccinesCtx,
  operation: string,
  commandId: string,
  input: { traceCode: string },
  step: (em: Em, vial: VialRow) => Promise<Record<string, unknown>>,
): Promise<OpenVial> {
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const vial = await lockVial(em, input.traceCode);
    if (!vial || vial.organisation_id !== ctx.claims.organisation) throw forbidden();
    return { outcome: input.traceCode, subject: input.traceCode, detail: await step(em, vial) };
  });
  const row = await lockVial(ctx.em, input.traceCode);
  if (!row || row.organisation_id !== ctx.claims.organisation) throw forbidden();
  return shapeVial(row, await catalogueOn(ctx.orm, ctx.clock.today()), ctx.clock.now());
}

/** Throws the rest of a vial away. @throws BAD_INPUT note required; CONFLICT wrong_state when nothing is left; FORBIDDEN */
export function discardVial(
  ctx: VaccinesCtx,
  commandId: string,
  input: { traceCode: string; reason: DiscardReason; note: string | null },
): Promise<OpenVial> {
  return onVial(ctx, 'Mutation.discardVial', commandId, input, async (em, vial) => {
    if (input.reason === 'time_up') throw badInput('reason', 'unknown_code');
    const note = input.note?.trim() || input.reason === 'other' ? readWords(input.note ?? '', 'note') : null;
    if (vial.discard_id !== null || vial.given >= vial.doses) {
      throw new MiaobenError('CONFLICT', { field: 'traceCode', reason: 'wrong_state' });
    }
    const discard = { reason: input.reason, note, at: ctx.clock.now(), by: ctx.claims.account };
    return { doses: await discardRest(em, vial, discard), reason: input.reason };
  });
}

/**
 * Takes back what somebody threw away by mistake, while the time is not up.
 * @throws CONFLICT wrong_state when nothing was, or the clock did it or would do it again; FORBIDDEN
 */
export function undoVialDiscard(ctx: VaccinesCtx, commandId: string, traceCode: string): Promise<OpenVial> {
  return onVial(ctx, 'Mutation.undoVialDiscard', commandId, { traceCode }, async (em, vial) => {
    const now = ctx.clock.now();
    if (vial.discard_id === null || vial.discard_reason === 'time_up' || now > new Date(vial.usable_until)) {
      throw new MiaobenError('CONFLICT', { field: 'traceCode', reason: 'wrong_state' });
    }
    await undoDiscard(em, vial.discard_id, now, ctx.claims.account);
    await closeVials(em, [traceCode], false);
    await moveStock(em, vial.organisation_id, { productId: vial.product_id, number: vial.lot_number }, vial.discarded!);
    return { doses: vial.discarded };
  });
}
