import { badInput, type Em, forbidden, isUuidV7, MiaobenError, runCommand } from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import { addDays } from '@miaoben/schedule';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeVaccine } from '../catalogue/catalogue.shape.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { readStaff } from '../point/point.service.ts';
import {
  hasVisits,
  isPlanned,
  lockPlan,
  markCancelled,
  putSession,
  type SessionRow,
  sessionById,
  sessionsOf,
} from './session.repository.ts';
import type { PlanSessionInput, VaccinationSession } from './session.type.ts';

/** Days ahead that are shown, and can be planned. */
const SHOWN_DAYS = 60;
const LONGEST_AHEAD_DAYS = 366;
const MOST = { team: 30, vaccines: 100 } as const;
const LONGEST = { point: 40, address: 100, name: 50 } as const;

const shapeSession = (catalogue: Catalogue, row: SessionRow): VaccinationSession => ({
  id: row.id,
  day: row.day,
  point: row.point,
  address: row.address,
  team: row.team,
  staff: row.staff.map((id) => ({ id })),
  vaccines: row.vaccines.map((code) => shapeVaccine(catalogue, code)),
  cancelled: row.cancelled_at !== null,
  plannedBy: { id: row.planned_by },
});

/** Sessions of the caller's clinic, of the next 60 days unless days are asked for. */
export async function vaccinationSessions(
  ctx: VaccinesCtx,
  asked: { from: string | null; to: string | null },
): Promise<VaccinationSession[]> {
  const { organisation } = ctx.claims;
  if (!organisation) return [];
  const from = asked.from ?? ctx.clock.today();
  const rows = await sessionsOf(ctx.em, organisation, from, asked.to ?? addDays(from, SHOWN_DAYS));
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return rows.map((row) => shapeSession(catalogue, row));
}

/** @throws BAD_INPUT with field and reason */
async function readPlan(ctx: VaccinesCtx, organisation: string, input: PlanSessionInput, catalogue: Catalogue) {
  const today = ctx.clock.today();
  if (!isUuidV7(input.sessionId)) throw badInput('sessionId', 'format');
  if (input.day < today || input.day > addDays(today, LONGEST_AHEAD_DAYS)) throw badInput('day', 'out_of_range');
  for (const field of ['team', 'vaccines'] as const) {
    const hasOthers = field === 'team' && (input.staff?.length ?? 0) > 0;
    if (input[field].length === 0 && !hasOthers) throw badInput(field, 'required');
    if (input[field].length > MOST[field]) throw badInput(field, 'out_of_range', { max: MOST[field] });
    if (new Set(input[field]).size < input[field].length) throw badInput(field, 'duplicate');
  }
  if (input.vaccines.some((code) => !catalogue.vaccines.has(code))) throw badInput('vaccines', 'unknown_code');
  return {
    id: input.sessionId,
    day: input.day,
    point: readWords(input.point, 'point', LONGEST.point),
    address: input.address?.trim() ? readWords(input.address, 'address', LONGEST.address) : null,
    team: input.team.map((name) => readWords(name, 'team', LONGEST.name)),
    staff: await readStaff(ctx, organisation, input.staff ?? [], MOST.team),
    vaccines: input.vaccines,
  };
}

/** The session, which the caller's clinic may still change. @throws FORBIDDEN; CONFLICT wrong_state cancelled or over */
function changeable(row: SessionRow, organisation: string, today: string): void {
  if (row.organisation_id !== organisation) throw forbidden();
  if (row.cancelled_at !== null || row.day < today) {
    throw new MiaobenError('CONFLICT', { field: 'sessionId', reason: 'wrong_state' });
  }
}

/** A session people were vaccinated in was where and when it was; an address that was missing may be added. @throws CONFLICT wrong_state by field */
async function staysInPlace(em: Em, known: SessionRow, next: Pick<SessionRow, 'day' | 'point' | 'address'>) {
  const moved = (['day', 'point', 'address'] as const).find((f) => known[f] !== null && known[f] !== next[f]);
  if (moved && (await hasVisits(em, known)))
    throw new MiaobenError('CONFLICT', { field: moved, reason: 'wrong_state' });
}

/**
 * Plans a session at a temporary point, or changes one (H-11).
 * @throws BAD_INPUT with field and reason (point duplicate: there is one of that name on that day); CONFLICT wrong_state (sessionId: it is over or
 *   cancelled; day, point, address: people were vaccinated in it already); FORBIDDEN
 */
export async function planSession(
  ctx: VaccinesCtx,
  commandId: string,
  input: PlanSessionInput,
): Promise<VaccinationSession> {
  const { organisation, account } = ctx.claims;
  if (!organisation) throw forbidden();
  const today = ctx.clock.today();
  const catalogue = await catalogueOn(ctx.orm, today);
  await runCommand(ctx, 'Mutation.planSession', commandId, input, async (em) => {
    const plan = await readPlan(ctx, organisation, input, catalogue);
    const row = { ...plan, organisation_id: organisation, planned_by: account };
    await lockPlan(em, organisation);
    const known = await sessionById(em, row.id);
    if (known) {
      changeable(known, organisation, today);
      await staysInPlace(em, known, row);
    }
    if (await isPlanned(em, row)) throw badInput('point', 'duplicate');
    if (!(await putSession(em, row, ctx.clock.now()))) throw forbidden();
    return { outcome: row.id, subject: row.id, detail: { day: row.day, changed: known !== undefined } };
  });
  return sessionNow(ctx, catalogue, input.sessionId);
}

/** Cancels a planned session. @throws BAD_INPUT sessionId format; CONFLICT wrong_state cancelled or over; FORBIDDEN */
export async function cancelSession(
  ctx: VaccinesCtx,
  commandId: string,
  sessionId: string,
): Promise<VaccinationSession> {
  const { organisation, account } = ctx.claims;
  if (!organisation) throw forbidden();
  const today = ctx.clock.today();
  await runCommand(ctx, 'Mutation.cancelSession', commandId, { sessionId }, async (em) => {
    if (!isUuidV7(sessionId)) throw badInput('sessionId', 'format');
    const known = await sessionById(em, sessionId);
    if (!known) throw forbidden();
    changeable(known, organisation, today);
    await markCancelled(em, sessionId, account, ctx.clock.now());
    return { outcome: sessionId, subject: sessionId };
  });
  return sessionNow(ctx, await catalogueOn(ctx.orm, today), sessionId);
}

async function sessionNow(ctx: VaccinesCtx, catalogue: Catalogue, id: string): Promise<VaccinationSession> {
  const row = await sessionById(ctx.em, id);
  if (!row || row.organisation_id !== ctx.claims.organisation) throw forbidden();
  return shapeSession(catalogue, row);
}

/**
 * The session a visit is opened in: of the caller's clinic and that day.
 * @param isLate it was opened without a network: a fact, whatever became of the session
 * @throws BAD_INPUT sessionId no_match
 */
export async function sessionOfVisit(
  em: Em,
  id: string | null | undefined,
  visit: { organisation: string; day: string; isLate: boolean },
): Promise<SessionRow | undefined> {
  if (id == null) return undefined;
  const row = isUuidV7(id) ? await sessionById(em, id) : undefined;
  const isOwn = row?.organisation_id === visit.organisation && row.day === visit.day;
  if (isOwn && (row.cancelled_at === null || visit.isLate)) return row;
  if (visit.isLate) return undefined;
  throw badInput('sessionId', 'no_match');
}
