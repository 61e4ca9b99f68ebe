import { isDeepStrictEqual } from 'node:util';
import { badInput, type Em, forbidden, isUuidV7, MiaobenError, runCommand } from '@miaoben/kernel';
import type { DivisionsChanged, MiaobenEvent } from '@miaoben/schema';
import type { IdentityCtx } from '../../loaders.ts';
import {
  accountsIn,
  endOrder,
  findOrder,
  insertOrder,
  lockDivisions,
  type OrderRow,
  ordersOf,
  placeAccounts,
  placesIn,
  placeUnits,
  putPlaces,
  removePlaces,
  unitsChanged,
  unitsIn,
  type WrittenRows,
} from './change.repository.ts';
import { aboveOf, type DivisionChange, type DivisionPlan, planChanges, rootsOf, successorOf } from './change.rules.ts';
import type { DivisionOrder, DivisionPreview } from './change.type.ts';

const MAX_CHANGES = 500;
const MAX_REASON = 200;
const SHOWN_ORDERS = 200;

/** Divisions that changes name. */
const named = (changes: readonly DivisionChange[]): string[] => [
  ...new Set(changes.flatMap(({ from, to }) => [from, to]).filter((code): code is string => Boolean(code))),
];

/** @throws FORBIDDEN when one end of a change lies outside the caller's area */
function ownChanges(ctx: IdentityCtx, changes: readonly DivisionChange[]): string[] {
  if (changes.length > MAX_CHANGES) throw badInput('changes', 'out_of_range', { max: MAX_CHANGES });
  const codes = named(changes);
  if (!codes.every((code) => ctx.claims.divisions.some((own) => code.startsWith(own)))) throw forbidden();
  return codes;
}

interface Prepared {
  readonly plan: DivisionPlan;
  readonly written: WrittenRows;
  /** full names of those that stand, by code */
  readonly names: ReadonlyMap<string, string>;
}
async function prepare(em: Em, codes: readonly string[], changes: readonly DivisionChange[]): Promise<Prepared> {
  const places = await placesIn(em, rootsOf(codes), aboveOf(codes));
  const plan = planChanges(places, changes);
  const { successions } = plan;
  const from = successions.map((one) => one.from);
  const units = (await unitsIn(em, from)).flatMap((before) => {
    const after = { ...before, division_code: successorOf(before.division_code, successions, before.id) };
    return after.division_code === before.division_code ? [] : [{ before, after }];
  });
  const go = (code: string) => successorOf(code, successions);
  const accounts = (await accountsIn(em, from)).flatMap((before) => {
    const division_code = before.division_code === null ? null : go(before.division_code);
    const after = { ...before, division_code, divisions: [...new Set(before.divisions.map(go))] };
    return isDeepStrictEqual(after, before) ? [] : [{ before, after }];
  });
  const old = new Map(places.map((place) => [place.code, place]));
  const written = [
    ...plan.put.map((after) => ({ before: old.get(after.code) ?? null, after })),
    ...plan.removed.map((code) => ({ before: old.get(code) ?? null, after: null })),
  ];
  const names = new Map(places.map((place) => [place.code, place.full_name]));
  return { plan, written: { places: written, units, accounts }, names };
}

/** Query.divisionPreview. @throws FORBIDDEN; BAD_INPUT changes… as `planChanges` */
export async function preview(ctx: IdentityCtx, changes: readonly DivisionChange[]): Promise<DivisionPreview> {
  const { plan, written, names } = await prepare(ctx.em, ownChanges(ctx, changes), changes);
  return {
    successions: plan.successions.map(({ from, to, only }) => ({
      ...{ from, to, isPart: only !== null },
      name: names.get(from) ?? from,
    })),
    divisions: plan.put.length,
    ended: plan.removed.length,
    units: written.units.length,
    accounts: written.accounts.length,
  };
}

const toOrder = (row: OrderRow): DivisionOrder => ({
  id: row.id,
  changes: row.changes.map(({ kind, from, to, name }) => ({
    kind,
    from: from ?? null,
    to: to ?? null,
    name: name ?? null,
  })),
  reason: row.reason,
  byId: row.ordered_by,
  at: new Date(row.ordered_at),
  undoneById: row.undone_by,
  undoneAt: row.undone_at === null ? null : new Date(row.undone_at),
});

/** Query.divisionOrders: those that touch the caller's area. */
export const orders = async (ctx: IdentityCtx): Promise<DivisionOrder[]> =>
  (await ordersOf(ctx.em, ctx.claims.divisions, SHOWN_ORDERS)).map(toOrder);

async function tellUnits(em: Em, ids: readonly string[]): Promise<MiaobenEvent[]> {
  return (await unitsChanged(em, ids)).map((o) => ({
    ...{ type: 'organisation.changed', organisationId: o.id, code: o.code, name: o.name, kind: o.kind },
    ...{ divisionCode: o.division_code, closedOn: o.closed_on },
  }));
}

/** Writes one side of what an order changed. */
async function write(em: Em, { places, units, accounts }: WrittenRows, side: 'before' | 'after'): Promise<void> {
  await putPlaces(
    em,
    places.flatMap((row) => row[side] ?? []),
  );
  await placeUnits(
    em,
    units.flatMap((row) => row[side] ?? []),
  );
  await placeAccounts(
    em,
    accounts.flatMap((row) => row[side] ?? []),
  );
  await removePlaces(
    em,
    places.flatMap((row) => (row[side] === null ? [(row.before ?? row.after)?.code ?? ''] : [])),
  );
}

/** As JSON keeps them: what is left out and what is null are the same. */
const plain = (changes: readonly DivisionChange[]): unknown =>
  JSON.parse(JSON.stringify(changes, (_key, value: unknown) => value ?? undefined));
const isSameOrder = (
  a: Pick<OrderRow, 'changes' | 'reason'>,
  b: { changes: readonly DivisionChange[]; reason: string },
) => a.reason === b.reason && isDeepStrictEqual(plain(a.changes), plain(b.changes));

/**
 * Mutation.changeDivisions: divisions, units and accounts in one transaction; files follow from the event.
 * What stood before is kept with the order.
 * @throws FORBIDDEN; BAD_INPUT; CONFLICT input.id duplicate when another order has this id
 */
export async function changeDivisions(
  ctx: IdentityCtx,
  commandId: string,
  input: { id: string; changes: readonly DivisionChange[]; reason: string },
): Promise<DivisionOrder> {
  const codes = ownChanges(ctx, input.changes);
  const reason = input.reason.trim();
  if (reason === '') throw badInput('input.reason', 'required');
  if ([...reason].length > MAX_REASON) throw badInput('input.reason', 'too_long', { max: MAX_REASON });
  if (!isUuidV7(input.id)) throw badInput('input.id', 'format');
  await runCommand(ctx, 'Mutation.changeDivisions', commandId, input, async (em) => {
    await lockDivisions(em);
    const known = await findOrder(em, input.id);
    if (known) {
      // Ordered twice at once, or sent again with another command: the same order stands, another one under its id is refused.
      if (known.ordered_by !== ctx.claims.account || !isSameOrder(known, { changes: input.changes, reason }))
        throw new MiaobenError('CONFLICT', { field: 'input.id', reason: 'duplicate' });
      return { outcome: true, subject: input.id };
    }
    const { plan, written } = await prepare(em, codes, input.changes);
    await write(em, written, 'after');
    const event: DivisionsChanged = {
      type: 'divisions.changed',
      orderId: input.id,
      isUndone: false,
      by: ctx.claims.account,
      role: ctx.claims.role,
      successions: plan.successions.map(({ from, to, only }) => ({
        ...{ from, to },
        only: only && { villages: [...only.villages], units: [...only.units] },
      })),
      names: plan.put.map(({ code, name }) => ({ code, name })),
      removed: [...plan.removed],
    };
    await insertOrder(em, {
      ...{ id: input.id, areas: codes, changes: [...input.changes], written, event, reason },
      ...{ ordered_by: ctx.claims.account, at: ctx.clock.now() },
    });
    const events = [
      event,
      ...(await tellUnits(
        em,
        written.units.flatMap((u) => u.after?.id ?? []),
      )),
    ];
    const detail = { changes: input.changes.length, successions: plan.successions.length, units: written.units.length };
    return { outcome: true, subject: input.id, events, detail };
  });
  return stored(ctx, input.id);
}

async function stored(ctx: IdentityCtx, id: string): Promise<DivisionOrder> {
  const order = await findOrder(ctx.em, id);
  if (!order) throw new MiaobenError('NOT_FOUND');
  return toOrder(order);
}

/** True when everything an order wrote still stands as it left it. */
async function stands(em: Em, { places, units, accounts }: WrittenRows, areas: readonly string[]): Promise<boolean> {
  const now = new Map((await placesIn(em, rootsOf(areas), [])).map((p) => [p.code, p]));
  const same = (a: unknown, b: unknown) => isDeepStrictEqual(a ?? null, b ?? null);
  const codes = [...units, ...accounts].flatMap((row) => row.after ?? []);
  const at = new Set(codes.flatMap((row) => ['divisions' in row ? row.divisions : [], row.division_code ?? []].flat()));
  const unitsNow = new Map((await unitsIn(em, [...at])).map((u) => [u.id, u]));
  const accountsNow = new Map((await accountsIn(em, [...at])).map((a) => [a.id, a]));
  return (
    places.every(({ before, after }) => same(now.get((after ?? before)?.code ?? ''), after)) &&
    units.every(({ after }) => same(unitsNow.get(after?.id ?? ''), after)) &&
    accounts.every(({ after }) => same(accountsNow.get(after?.id ?? ''), after))
  );
}

/** Mutation.undoDivisionOrder: everything goes back. @throws NOT_FOUND; CONFLICT wrong_state when it was undone, or something changed since */
export async function undoOrder(ctx: IdentityCtx, commandId: string, id: string): Promise<DivisionOrder> {
  await runCommand(ctx, 'Mutation.undoDivisionOrder', commandId, { id }, async (em) => {
    await lockDivisions(em);
    const order = isUuidV7(id) ? await findOrder(em, id) : undefined;
    if (!order?.areas.every((code) => ctx.claims.divisions.some((own) => code.startsWith(own))))
      throw new MiaobenError('NOT_FOUND');
    const { written } = order;
    if (order.undone_at !== null || !(await stands(em, written, order.areas)))
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state' });
    await write(em, written, 'before');
    await endOrder(em, id, ctx.claims.account, ctx.clock.now());
    const event: DivisionsChanged = {
      ...order.event,
      ...{ isUndone: true, by: ctx.claims.account, role: ctx.claims.role },
      names: written.places.flatMap(({ before }) => (before ? [{ code: before.code, name: before.name }] : [])),
      removed: written.places.flatMap(({ before, after }) => (before === null && after ? [after.code] : [])),
    };
    const events = [
      event,
      ...(await tellUnits(
        em,
        written.units.flatMap((u) => u.before?.id ?? []),
      )),
    ];
    return { outcome: true, subject: id, events };
  });
  return stored(ctx, id);
}
