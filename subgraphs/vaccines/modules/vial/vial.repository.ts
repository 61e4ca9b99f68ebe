import { change, type Em, newId, query } from '@miaoben/kernel';
import type { DiscardReason } from './vial.type.ts';

export interface VialRow {
  id: string;
  /** null: known by its lot and its opening only */
  trace_code: string | null;
  organisation_id: string;
  product_id: string;
  lot_number: string;
  /** in its lot and day, from 1 */
  number: number;
  doses: number;
  opened_at: string;
  opened_by: string;
  usable_until: string;
  /** standing doses drawn from it */
  given: number;
  discard_id: string | null;
  discarded: number | null;
  discard_reason: DiscardReason | null;
  discard_note: string | null;
  discarded_at: string | null;
  discarded_by: string | null;
}

const VIALS = `select v.id, v.trace_code, v.organisation_id, v.product_id, v.lot_number, v.number, v.doses, v.opened_at, v.opened_by, v.usable_until,
    (select count(*)::int from dose d where d.vial_id = v.id and d.state = 'given') as given,
    x.id as discard_id, x.doses as discarded, x.reason as discard_reason, x.note as discard_note, x.at as discarded_at,
    x.by_account as discarded_by
  from open_vial v left join vial_discard x on x.vial_id = v.id and x.undone_at is null`;

/** A vial, held until the transaction ends: doses and discards of it come one after the other. */
export async function lockVial(em: Em, id: string): Promise<VialRow | undefined> {
  const [held] = await query(em, 'select 1 from open_vial where id = $1 for update', [id]);
  if (!held) return undefined;
  const [row] = await query<VialRow>(em, `${VIALS} where v.id = $1`, [id]);
  return row;
}

/** Vials of an organisation that run, and those opened since an instant; the one whose time ends first in front. */
export async function vialsOf(em: Em, organisation: string, since: Date, withoutCode: boolean): Promise<VialRow[]> {
  return query<VialRow>(
    em,
    `${VIALS} where v.organisation_id = $1 and (not v.closed or v.opened_at >= $2) and ($3 or v.trace_code is not null)
     order by v.closed, v.usable_until, v.id limit 200`,
    [organisation, since, withoutCode],
  );
}

/**
 * Opens a vial, or moves its opening back when another device has opened it earlier. It gets the number its device gave it, where that is
 * free among those of its lot and day, else the next one.
 */
export async function putOpening(
  em: Em,
  vial: Pick<VialRow, 'id' | 'trace_code' | 'organisation_id' | 'product_id' | 'lot_number' | 'doses' | 'opened_by'> & {
    opened_at: string;
    usable_until: string;
    number: number | null;
  },
): Promise<void> {
  // One new vial of a clinic at a time: two at once would get one number.
  const [known] = await query(em, 'select 1 from open_vial where id = $1', [vial.id]);
  if (!known) await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 21))', [vial.organisation_id]);
  await change(
    em,
    `with same as (
       select number from open_vial where organisation_id = $3 and product_id = $4 and lot_number = $5
         and (opened_at at time zone 'Asia/Shanghai')::date = ($7::timestamptz at time zone 'Asia/Shanghai')::date)
     insert into open_vial as v (id, trace_code, organisation_id, product_id, lot_number, doses, opened_at, opened_by, usable_until, number)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9,
       case when $10::int is null or exists (select 1 from same where number = $10) then coalesce((select max(number) from same), 0) + 1
         else $10 end
     on conflict (id) do update set opened_at = excluded.opened_at, opened_by = excluded.opened_by,
       usable_until = excluded.usable_until
     where excluded.opened_at < v.opened_at`,
    [
      vial.id,
      vial.trace_code,
      vial.organisation_id,
      vial.product_id,
      vial.lot_number,
      vial.doses,
      vial.opened_at,
      vial.opened_by,
      vial.usable_until,
      vial.number,
    ],
  );
}

/** Forgets an opening of which nothing came. @returns false when something of the vial was thrown away, undone or not */
export async function dropOpening(em: Em, id: string): Promise<boolean> {
  const dropped = await query(
    em,
    `delete from open_vial v where id = $1 and not exists (select 1 from vial_discard x where x.vial_id = v.id)
     returning 1`,
    [id],
  );
  return dropped.length > 0;
}

/** Vials whose time is up and that nobody has closed, held; those another process works on are passed over. */
export async function vialsTimeUp(em: Em, now: Date, limit: number): Promise<VialRow[]> {
  const due = await query<{ id: string }>(
    em,
    `select id from open_vial where not closed and usable_until < $1 order by usable_until limit $2
     for update skip locked`,
    [now, limit],
  );
  if (due.length === 0) return [];
  return query<VialRow>(em, `${VIALS} where v.id = any($1::uuid[]) order by v.id`, [due.map((d) => d.id)]);
}

export async function closeVials(em: Em, ids: readonly string[], closed = true): Promise<void> {
  await change(em, 'update open_vial set closed = $2 where id = any($1::uuid[])', [ids, closed]);
}

export async function insertDiscard(
  em: Em,
  discard: { vialId: string; doses: number; reason: DiscardReason; note: string | null; at: Date; by: string },
): Promise<void> {
  await change(
    em,
    `insert into vial_discard (id, vial_id, doses, reason, note, at, by_account) values ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), discard.vialId, discard.doses, discard.reason, discard.note, discard.at, discard.by],
  );
}

export async function undoDiscard(em: Em, id: string, at: Date, by: string): Promise<void> {
  await change(em, 'update vial_discard set undone_at = $2, undone_by = $3 where id = $1', [id, at, by]);
}

/** Fewer doses were thrown away than was written: a dose given in time has come late. */
export async function shrinkDiscard(em: Em, id: string, doses: number): Promise<void> {
  await change(em, 'update vial_discard set doses = $2 where id = $1', [id, doses]);
}
