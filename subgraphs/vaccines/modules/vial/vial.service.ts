import { badInput, type Em, forbidden, isUuidV7, MiaobenError, query, runCommand } from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import { usableUntil, type VialName, type VialStanding, vialAt, vialIdOf } from '@miaoben/schedule/vial';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeProduct } from '../catalogue/catalogue.shape.ts';
import { type Catalogue, catalogueOn, type ProductRow } from '../catalogue/catalogue.ts';
import { findLots, moveStock } from '../catalogue/lot.repository.ts';
import { isLate } from '../dose/dose.rules.ts';
import { warning } from '../dose/warnings.ts';
import type { Reason } from '../plan/reason.type.ts';
import { instantOf } from '../visit/visit.steps.ts';
import {
  closeVials,
  dropOpening,
  insertDiscard,
  lockVial,
  putOpening,
  shrinkDiscard,
  undoDiscard,
  type VialRow,
  vialsOf,
  vialsTimeUp,
} from './vial.repository.ts';
import type { DiscardReason, OpenVial, OpenVialInput, VialDoubt } from './vial.type.ts';

/**
 * What names a vial.
 * @throws BAD_INPUT traceCode format; vialId format, required when there is neither
 */
function nameOf({ vialId, traceCode }: VialName): {
  id: string;
  traceCode: string | null;
  /** what a refusal of it is about */
  field: 'traceCode' | 'vialId';
} {
  if (traceCode && !/^\d{20}$/.test(traceCode)) throw badInput('traceCode', 'format');
  if (!traceCode && !vialId) throw badInput('vialId', 'required');
  if (!traceCode && !isUuidV7(vialId!)) throw badInput('vialId', 'format');
  return {
    id: vialIdOf({ vialId, traceCode })!,
    traceCode: traceCode || null,
    field: traceCode ? 'traceCode' : 'vialId',
  };
}

/** Who throws away what the clock has ended. */
export const CLOCK = 'clock';
const BATCH = 100;
const MOST_A_DAY = 9_999;
const SHOWN_MS = 24 * 60 * 60_000;
const iso = (instant: string | Date): string => new Date(instant).toISOString();

function standing(row: VialRow, minutes: number | null, now: Date): VialStanding {
  const { doses, given } = row;
  const vial = { doses, minutes, given, openings: [iso(row.opened_at)], isDiscarded: row.discard_id !== null };
  // A row has its opening.
  return vialAt(vial, iso(now))!;
}

export interface DrawnDose extends VialName {
  product: ProductRow;
  lotNumber: string;
  organisation: string;
  account: string;
  /** by the clock of the device, never in the future */
  at: Date;
  /** in front of us: the dose can still be stopped */
  now: boolean;
}

export interface Drawn {
  warnings: Reason[];
  /** why the dose cannot be of this vial: it is kept without it, and somebody looks; null: it is of it */
  doubt: VialDoubt | null;
}

const DOUBTS = { other_clinic: 'VIAL_ELSEWHERE', other_content: 'VIAL_MISMATCH' } as const;

function doubtOf(vial: VialRow, dose: DrawnDose): VialDoubt | null {
  if (vial.organisation_id !== dose.organisation) return 'other_clinic';
  const isSame = vial.product_id === dose.product.id && vial.lot_number === dose.lotNumber;
  return isSame ? null : 'other_content';
}

/**
 * A dose is drawn from a vial of several: the first scan opens it, the clock says whether it may still be used. What
 * comes late from a device is a fact: it is kept, with a warning when the time was up; one that cannot be of this vial leaves the vial
 * as it is.
 * @throws BAD_INPUT traceCode or vialId: expired, wrong_state, not_this_vial (another product or lot) for a dose that is about to be
 *   given; vialId format; FORBIDDEN for such a dose from a vial of another clinic
 */
export async function drawFromVial(em: Em, dose: DrawnDose): Promise<Drawn> {
  const { product } = dose;
  const { id, traceCode, field } = nameOf(dose);
  const known = await lockVial(em, id);
  const doubt = known ? doubtOf(known, dose) : null;
  if (doubt !== null) {
    if (!dose.now) return { warnings: [warning(DOUBTS[doubt])], doubt };
    throw doubt === 'other_clinic' ? forbidden() : badInput(field, 'not_this_vial');
  }
  const openedAt = known && iso(known.opened_at) < iso(dose.at) ? iso(known.opened_at) : iso(dose.at);
  await putOpening(em, {
    id,
    trace_code: traceCode,
    organisation_id: dose.organisation,
    product_id: product.id,
    lot_number: dose.lotNumber,
    doses: product.dosesPerContainer,
    opened_at: openedAt,
    opened_by: dose.account,
    usable_until: usableUntil(openedAt, product.openMinutes),
    number: null,
  });
  if (!known) return { warnings: [warning('VIAL_OPENED')], doubt };
  // What was thrown away since says nothing of the moment the dose was drawn.
  const { state } = standing({ ...known, opened_at: openedAt, discard_id: null }, product.openMinutes, dose.at);
  if (dose.now && state === 'time_up') throw badInput(field, 'expired');
  if (dose.now && (state === 'empty' || known.discard_id !== null)) throw badInput(field, 'wrong_state');
  if (known.discard_id !== null && known.discarded !== null) await takeFromDiscard(em, known, dose.at);
  const warnings = state === 'time_up' ? [warning('VIAL_TIME_UP')] : state === 'empty' ? [warning('VIAL_EMPTY')] : [];
  return { warnings, doubt };
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
  await closeVials(em, [vial.id]);
  if (rest === 0) return 0;
  await insertDiscard(em, { vialId: vial.id, doses: rest, ...discard });
  await moveStock(em, vial.organisation_id, { productId: vial.product_id, number: vial.lot_number }, -rest);
  return rest;
}

/** Throws away what is left of vials whose time is up, in one transaction. @returns the number of vials */
export async function discardTimeUp(em: Em, now: Date): Promise<number> {
  return em.transactional(async (inner) => {
    const vials = await vialsTimeUp(inner as Em, now, BATCH);
    for (const vial of vials) {
      if (vial.discard_id !== null) await closeVials(inner as Em, [vial.id]);
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
    id: row.id,
    traceCode: row.trace_code,
    product: shapeProduct(catalogue, row.product_id),
    lotNumber: row.lot_number,
    number: row.number,
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

/**
 * Vials of the caller's clinic that run or were opened within a day.
 * @param withoutCode those without a trace code too: an app of before they were known needs the code of each
 */
export async function openVials(ctx: VaccinesCtx, withoutCode: boolean): Promise<OpenVial[]> {
  if (!ctx.claims.organisation) return [];
  const now = ctx.clock.now();
  const rows = await vialsOf(ctx.em, ctx.claims.organisation, new Date(now.getTime() - SHOWN_MS), withoutCode);
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return rows.map((row) => shapeVial(row, catalogue, now));
}

/** How a vial of the caller's clinic stands after a command. */
async function vialNow(ctx: VaccinesCtx, id: string): Promise<OpenVial> {
  const row = await lockVial(ctx.em, id);
  if (!row || row.organisation_id !== ctx.claims.organisation) throw forbidden();
  return shapeVial(row, await catalogueOn(ctx.orm, ctx.clock.today()), ctx.clock.now());
}

/** One command on a vial of the caller's clinic. @throws FORBIDDEN for a vial of another one or none */
async function onVial(
  ctx: VaccinesCtx,
  operation: string,
  commandId: string,
  input: VialName,
  step: (em: Em, vial: VialRow) => Promise<Record<string, unknown>>,
): Promise<OpenVial> {
  const { id } = nameOf(input);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const vial = await lockVial(em, id);
    if (!vial || vial.organisation_id !== ctx.claims.organisation) throw forbidden();
    return { outcome: id, subject: id, detail: await step(em, vial) };
  });
  return vialNow(ctx, id);
}

/**
 * The first scan of a vial opens it: its clock runs from there, before a dose is recorded. One without a trace code is opened by
 * hand, under an id of the tablet. Another tablet may have opened it earlier; then its opening stands.
 * @throws BAD_INPUT with field and reason; FORBIDDEN for a vial of another clinic
 */
export async function openVial(ctx: VaccinesCtx, commandId: string, input: OpenVialInput): Promise<OpenVial> {
  const { organisation, account } = ctx.claims;
  const { productId, lotNumber } = input;
  const { id, traceCode } = nameOf(input);
  if (!organisation) throw forbidden();
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  await runCommand(ctx, 'Mutation.openVial', commandId, input, async (em) => {
    if (input.number != null && (input.number < 1 || input.number > MOST_A_DAY))
      throw badInput('number', 'out_of_range');
    const product = catalogue.products.get(productId);
    if (!product || product.dosesPerContainer < 2) throw badInput('productId', 'unknown_code');
    const now = ctx.clock.now();
    const at = instantOf(input.openedAt, now);
    const [lot] = await findLots(em, [{ productId, number: lotNumber }], organisation);
    if (!lot) throw badInput('lotNumber', 'unknown_code');
    // Of one opened without a network, the dose tells what was wrong with its lot.
    if (!isLate(at, now) && lot.expires_on < ctx.clock.today()) throw badInput('lotNumber', 'expired');
    if (!isLate(at, now) && lot.recall !== null) throw badInput('lotNumber', 'recalled');
    const known = await lockVial(em, id);
    if (known && known.organisation_id !== organisation) throw forbidden();
    await putOpening(em, {
      id,
      trace_code: traceCode,
      organisation_id: organisation,
      product_id: productId,
      lot_number: lotNumber,
      doses: product.dosesPerContainer,
      opened_at: at.toISOString(),
      opened_by: account,
      usable_until: usableUntil(at.toISOString(), product.openMinutes),
      number: input.number ?? null,
    });
    return { outcome: id, subject: id, detail: { openedAt: at.toISOString() } };
  });
  return vialNow(ctx, id);
}

/**
 * Takes back an opening by mistake: the stopper is whole, nothing was drawn.
 * @throws CONFLICT wrong_state when a dose was given from it or something of it was thrown away; FORBIDDEN
 */
export async function undoVialOpening(ctx: VaccinesCtx, commandId: string, input: VialName): Promise<boolean> {
  const { id, field } = nameOf(input);
  await runCommand(ctx, 'Mutation.undoVialOpening', commandId, input, async (em) => {
    const vial = await lockVial(em, id);
    if (!vial || vial.organisation_id !== ctx.claims.organisation) throw forbidden();
    if (vial.given > 0 || !(await dropOpening(em, id))) {
      throw new MiaobenError('CONFLICT', { field, reason: 'wrong_state' });
    }
    return { outcome: id, subject: id, detail: { openedAt: iso(vial.opened_at) } };
  });
  return true;
}

/** What lies in front of somebody can be refused; what was thrown away without a network is gone. */
function nothingLeft(isPast: boolean, input: VialName): { doses: 0 } {
  if (isPast) return { doses: 0 };
  throw new MiaobenError('CONFLICT', { field: nameOf(input).field, reason: 'wrong_state' });
}

/**
 * Throws the rest of a vial away. One that comes late from a device is a fact: it takes the place of what the clock did after it, and
 * changes nothing where the vial was empty or thrown away already.
 * @throws BAD_INPUT note required; CONFLICT wrong_state when nothing is left; FORBIDDEN
 */
export function discardVial(
  ctx: VaccinesCtx,
  commandId: string,
  input: VialName & { reason: DiscardReason; note: string | null; at?: Date | null },
): Promise<OpenVial> {
  return onVial(ctx, 'Mutation.discardVial', commandId, input, async (em, vial) => {
    if (input.reason === 'time_up') throw badInput('reason', 'unknown_code');
    const note = input.note?.trim() || input.reason === 'other' ? readWords(input.note ?? '', 'note') : null;
    const now = ctx.clock.now();
    const at = instantOf(input.at, now);
    const isPast = isLate(at, now);
    const discard = { reason: input.reason, note, at, by: ctx.claims.account };
    if (vial.discard_id !== null) {
      const isBeforeClock = vial.discard_reason === 'time_up' && at < new Date(vial.discarded_at!);
      if (!isPast || !isBeforeClock) return nothingLeft(isPast, input);
      await undoDiscard(em, vial.discard_id, now, ctx.claims.account);
      await insertDiscard(em, { vialId: vial.id, doses: vial.discarded!, ...discard });
      return { doses: vial.discarded, reason: input.reason };
    }
    if (vial.given >= vial.doses) return nothingLeft(isPast, input);
    return { doses: await discardRest(em, vial, discard), reason: input.reason };
  });
}

/**
 * Takes back what somebody threw away by mistake, while the time is not up.
 * @throws CONFLICT wrong_state when nothing was, or the clock did it or would have done it again by then; FORBIDDEN
 */
export function undoVialDiscard(
  ctx: VaccinesCtx,
  commandId: string,
  input: VialName & { at?: Date | null },
): Promise<OpenVial> {
  return onVial(ctx, 'Mutation.undoVialDiscard', commandId, input, async (em, vial) => {
    const now = ctx.clock.now();
    const isOver = instantOf(input.at, now) > new Date(vial.usable_until);
    if (vial.discard_id === null || vial.discard_reason === 'time_up' || isOver) {
      throw new MiaobenError('CONFLICT', { field: nameOf(input).field, reason: 'wrong_state' });
    }
    await undoDiscard(em, vial.discard_id, now, ctx.claims.account);
    // One that came late: the clock throws it away again, as it would have.
    await closeVials(em, [vial.id], false);
    await moveStock(em, vial.organisation_id, { productId: vial.product_id, number: vial.lot_number }, vial.discarded!);
    return { doses: vial.discarded };
  });
}
