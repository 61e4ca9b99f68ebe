import { maskName } from '@miaoben/identifiers';
import {
  audit,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  noticeRequested,
  pageRequest,
  publish,
  runCommand,
  type Services,
  toPage,
} from '@miaoben/kernel';
import { narrowTo, reachOf, readDivision } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import type { VaccinesCtx } from '../../loaders.ts';
import { lotId, parseLotId, shapeLot, shapeVaccine } from '../catalogue/catalogue.shape.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { findLots } from '../catalogue/lot.repository.ts';
import { rejudgePersons } from '../due/recompute.ts';
import { namesOf, registerUrl } from '../register/register.ts';
import { recallRegister } from './lot-recall.export.ts';
import {
  countUses,
  guardiansOf,
  insertRecall,
  latestRecalls,
  lockLot,
  lotsByNumber,
  markChanged,
  nextPersons,
  noteStep,
  noteTotal,
  openRecall,
  type RecallRow,
  recalledDoses,
  recallsOf,
  takeRecall,
} from './lot-recall.repository.ts';
import type { LotRecall, LotUse, RecallEffect, RecalledDosePage } from './lot-recall.type.ts';

const RECALL_BATCH = 500;
const SHOWN = 50;
const FOUND = 20;
/** Code of a province: two digits. */
const PROVINCE = /^\d{2}$/;

async function shape(ctx: VaccinesCtx, rows: readonly RecallRow[]): Promise<LotRecall[]> {
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  const lots = await findLots(
    ctx.em,
    rows.map((r) => ({ productId: r.product_id, number: r.lot_number })),
    undefined,
  );
  const byId = new Map(lots.map((l) => [lotId(l.product_id, l.number), l]));
  return rows.flatMap((row) => {
    const lot = byId.get(lotId(row.product_id, row.lot_number));
    if (!lot) return [];
    const state = row.finished_at !== null ? 'done' : row.failed ? 'failed' : 'running';
    const { id, effect, reason, recalled_on: recalledOn, done, total, changed, told } = row;
    return [{ id, lot: shapeLot(catalogue, lot), effect, reason, recalledOn, state, done, total, changed, told }];
  });
}

/** Query.lotUse: lots whose number begins with a text, each with the use made of it inside the area; the latest 20. */
export async function lotUse(ctx: VaccinesCtx, text: string): Promise<LotUse[]> {
  const wanted = text.trim();
  if (wanted === '') return [];
  const reach = reachOf(ctx.scopeOf('Query.lotUse'), ctx.claims);
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  const rows = await lotsByNumber(ctx.em, wanted, FOUND);
  const keys = rows.map((row) => ({ productId: row.product_id, number: row.number }));
  const uses = await countUses(ctx.em, keys, reach);
  return rows.map((row, i) => ({ lot: shapeLot(catalogue, row), ...uses[i]! }));
}

export async function lotRecalls(ctx: VaccinesCtx): Promise<LotRecall[]> {
  return shape(ctx, await latestRecalls(ctx.em, SHOWN));
}

async function recallById(ctx: VaccinesCtx, id: string): Promise<RecallRow> {
  const [row] = isUuid(id) ? await recallsOf(ctx.em, [id]) : [];
  if (!row) throw new MiaobenError('NOT_FOUND');
  return row;
}
export async function lotRecall(ctx: VaccinesCtx, id: string): Promise<LotRecall> {
  const [found] = await shape(ctx, [await recallById(ctx, id)]);
  if (!found) throw new MiaobenError('NOT_FOUND');
  return found;
}

/** The lot of a recall, with the series its vaccine belongs to. */
function lotOf(catalogue: Catalogue, row: RecallRow) {
  const vaccine = catalogue.products.get(row.product_id)?.vaccineCode ?? '';
  return {
    productId: row.product_id,
    number: row.lot_number,
    vaccine,
    series: [...(catalogue.schedule.vaccines.get(vaccine)?.series ?? [])],
  };
}

/** Query.recalledDoses: the children to be called in a division. */
export async function recalledDosePage(
  ctx: VaccinesCtx,
  asked: { recallId: string; division: string },
  first: number,
  after: string | null,
): Promise<RecalledDosePage> {
  const operation = 'Query.recalledDoses';
  const reach = narrowTo(readDivision(asked.division), reachOf(ctx.scopeOf(operation), ctx.claims));
  const request = pageRequest(first, after, 3);
  const recall = await recallById(ctx, asked.recallId);
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  const rows = await recalledDoses(ctx.em, lotOf(catalogue, recall), reach, request.key, request.limit);
  if (rows.length > 0) await audit(ctx.em, ctx.claims, operation, recall.id, { rows: rows.length });
  return toPage(
    rows,
    request,
    (r) => [r.division, r.person_id, r.dose_id],
    (r) => ({
      person: { id: r.person_id },
      birthDate: r.birth_date,
      vaccine: shapeVaccine(catalogue, r.vaccine),
      date: r.given_on,
      clinic: r.clinic_id === null ? null : { id: r.clinic_id },
      managingClinic: { id: r.managing_org_id },
      dueFrom: r.due_from,
    }),
  );
}

/** Query.recalledDosesFile: where to fetch the same as .xlsx. */
export async function recalledDosesFile(ctx: VaccinesCtx, recallId: string, division: string): Promise<string> {
  const reach = narrowTo(readDivision(division), reachOf(ctx.scopeOf('Query.recalledDosesFile'), ctx.claims));
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  const { productId, number, series } = lotOf(catalogue, await recallById(ctx, recallId));
  return registerUrl(ctx, recallRegister.kind, { reach, filter: { productId, number, series } });
}

/**
 * Mutation.recallLot: stops a lot, voids its doses, or takes that back, for the whole province.
 * @throws FORBIDDEN for a CDC below the province or a lot that is not there; BAD_INPUT reason; CONFLICT wrong_state when it is so already
 */
export async function recallLot(
  ctx: VaccinesCtx,
  commandId: string,
  id: string,
  effect: RecallEffect,
  reason: string,
): Promise<LotRecall> {
  const operation = 'Mutation.recallLot';
  const key = parseLotId(id);
  if (!key || !ctx.claims.divisions.some((d) => PROVINCE.test(d))) throw forbidden();
  const recallId = await runCommand(ctx, operation, commandId, { id, effect, reason }, async (em) => {
    const words = readWords(reason, 'reason');
    const lot = await lockLot(em, key);
    if (!lot) throw forbidden();
    const now = lot.recall ?? 'lifted';
    if (now === effect) throw new MiaobenError('CONFLICT', { field: 'effect', reason: 'wrong_state' });
    const on = ctx.clock.today();
    const made = await insertRecall(em, key, { effect, reason: words, on, by: ctx.claims.account });
    const event: MiaobenEvent = {
      type: 'lot.recalled',
      recallId: made,
      lotId: id,
      lotNumber: key.number,
      productId: key.productId,
      effect,
      recalledOn: on,
    };
    return { outcome: made, subject: made, events: [event], detail: { effect } };
  });
  return lotRecall(ctx, recallId);
}

/** Notices for those bound to children whose dose does not count any more. */
async function notices(
  services: RecallNeeds,
  em: Em,
  personIds: readonly string[],
  vaccine: string,
): Promise<MiaobenEvent[]> {
  const guardians = await guardiansOf(em, personIds);
  if (guardians.length === 0) return [];
  const names = await namesOf(services, [...new Set(guardians.map((g) => g.person_id))]);
  return guardians.map((g) =>
    noticeRequested(services, 'lot_recalled', { accountId: g.account_id }, g.person_id, {
      name: maskName(names.get(g.person_id) ?? ''),
      vaccine,
      clinic: g.clinic ?? '',
    }),
  );
}

type RecallNeeds = Pick<Services, 'orm' | 'clock' | 'keyring' | 'peers'>;

/**
 * Looks again at one batch of the children of the oldest recall that is not through: what is judged otherwise is written and told, their
 * guardians get a notice when doses do not count any more, and where to go on is noted, in one transaction; a process that stops in the
 * middle loses and repeats nothing. One process at a time.
 * @returns false when nothing waits or another process is at it
 */
export async function recallStep(services: RecallNeeds, batch = RECALL_BATCH): Promise<boolean> {
  const { orm, clock } = services;
  const next = await openRecall(orm.em.fork() as Em);
  if (!next) return false;
  const catalogue = await catalogueOn(orm, clock.today());
  return (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const recall = await takeRecall(em);
    if (!recall) return false;
    const lot = lotOf(catalogue, recall);
    if (recall.total === null) {
      await noteTotal(em, recall.id, (await countUses(em, [lot], { kind: 'all' }))[0]!.persons);
      return true;
    }
    const ids = await nextPersons(em, recall, batch);
    const { changed, events } = await rejudgePersons(em, catalogue, ids, clock.today(), 'changed');
    const name = catalogue.vaccines.get(lot.vaccine)?.name ?? '';
    const told = recall.effect === 'void' ? await notices(services, em, ids, name) : [];
    await markChanged(em, ids);
    // Whoever tells a family that something of theirs ended can say why.
    const caused = recall.effect === 'void' ? events.map((e) => ({ ...e, cause: 'lot_recalled' as const })) : events;
    await publish(em, [...caused, ...told]);
    await noteStep(em, recall.id, {
      lastPerson: ids.at(-1) ?? recall.last_person,
      done: ids.length,
      changed,
      told: told.length,
      finished: ids.length < batch,
    });
    return true;
  });
}
