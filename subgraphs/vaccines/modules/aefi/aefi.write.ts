import { type Em, forbidden, isUuid, MiaobenError, notFound } from '@miaoben/kernel';
import type { AefiAction } from './aefi.codes.ts';
import { openDeadline } from './aefi.deadlines.ts';
import { isExpert } from './aefi.expert.ts';
import { type AefiListRow, type AefiRow, lockCase, nextNumber, writeCase } from './aefi.repository.ts';
import { type AefiParty, aefiEdge } from './aefi.rules.ts';
import { partiesOf, type Seat } from './aefi.seat.ts';
import { timesOf } from './aefi.shape.ts';

const COUNTY_DIGITS = 6;

/** A case to act on, held, with what the caller is to it. @throws NOT_FOUND for one that is out of reach or not there */
export async function holdCase(em: Em, id: string, seat: Seat): Promise<{ row: AefiListRow; parties: AefiParty[] }> {
  const row = isUuid(id) ? await lockCase(em, id, seat) : undefined;
  if (!row) throw notFound();
  const expert = seat.kind === 'desk' && (await isExpert(em, row.id, seat.account));
  return { row, parties: partiesOf(seat, row, expert) };
}

/**
 * The state an act leads to.
 * @throws CONFLICT version when the case was changed meanwhile, wrong_state when not now; FORBIDDEN when it is another party's
 */
export function takeEdge(row: AefiRow, action: AefiAction, parties: readonly AefiParty[], expectedVersion?: number) {
  const edge = aefiEdge(row.state, action, parties);
  if (edge === 'forbidden') throw forbidden();
  if (expectedVersion !== undefined && row.version !== expectedVersion)
    throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
  if (edge === 'wrong_state') throw new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });
  return edge;
}

/** Gives a case its number and time of report, at the first time it is one. */
export async function markReported(em: Em, row: AefiRow, now: Date, today: string): Promise<void> {
  if (row.reported_at !== null) return;
  row.reported_at = now.toISOString();
  row.number = await nextNumber(em, row.division.slice(0, COUNTY_DIGITS), Number(today.slice(0, 4)));
}

/** Keeps the limit that runs now with the row. */
export function keepDeadline(row: AefiRow): void {
  const open = openDeadline(timesOf(row));
  row.next_due = open?.kind ?? null;
  row.next_due_at = open?.dueAt.toISOString() ?? null;
}

/** Writes a case after an act as its next version. */
export async function putCase(em: Em, row: AefiRow): Promise<void> {
  keepDeadline(row);
  row.version += 1;
  await writeCase(em, row);
}
