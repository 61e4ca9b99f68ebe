import { change, type Em, query } from '@miaoben/kernel';
import type { OrganisationChanged, PupilChecked } from '@miaoben/schema';
import type { Cell, Measure } from './summary.rules.ts';

export interface OrganisationCopy {
  id: string;
  name: string;
  kind: string;
  division: string;
}
/** A counted cell of the summary; `place` is a division code or the id of a school. */
export interface SummaryCell {
  place: string;
  measure: Measure;
  slot: string;
  count: number;
}

/** The last states of pupils' rows, locked in one order. */
export async function lockPupils(em: Em, rowIds: readonly string[]): Promise<Map<string, PupilChecked>> {
  const rows = await query<{ row_id: string; event: PupilChecked }>(
    em,
    'select row_id, event from pupil_state where row_id = any($1::uuid[]) order by row_id for update',
    [rowIds],
  );
  return new Map(rows.map((r) => [r.row_id, r.event]));
}

export async function putPupils(em: Em, pupils: readonly PupilChecked[]): Promise<void> {
  await change(
    em,
    `insert into pupil_state (row_id, version, event)
     select row_id, version, event from jsonb_to_recordset($1::jsonb) as n(row_id uuid, version int, event jsonb)
     order by row_id
     on conflict (row_id) do update set version = excluded.version, event = excluded.event`,
    [JSON.stringify(pupils.map((event) => ({ row_id: event.rowId, version: event.version, event })))],
  );
}

export async function addToCells(em: Em, cells: readonly Cell[]): Promise<void> {
  await change(
    em,
    `insert into school_summary as s (round, place, parent, measure, slot, count)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
     on conflict (round, place, measure, slot) do update set count = s.count + excluded.count`,
    [
      cells.map((c) => c.round),
      cells.map((c) => c.place),
      cells.map((c) => c.parent),
      cells.map((c) => c.measure),
      cells.map((c) => c.slot),
      cells.map((c) => c.count),
    ],
  );
}

export async function noteCounted(em: Em): Promise<void> {
  await change(
    em,
    `insert into school_summary_state (as_of) values (now()) on conflict (one) do update set as_of = excluded.as_of`,
  );
}
export async function countedUntil(em: Em): Promise<Date | undefined> {
  const [row] = await query<{ as_of: string }>(em, 'select as_of from school_summary_state');
  return row && new Date(row.as_of);
}

/** The cells of a place itself and of the places directly below it. */
export function cellsAround(em: Em, round: string, place: string): Promise<SummaryCell[]> {
  return query<SummaryCell>(
    em,
    `select place, measure, slot, count from school_summary
     where round = $1 and (place = $2 or parent = $2) and count <> 0`,
    [round, place],
  );
}

/** Rounds in which any pupil of one of these places is counted, the latest first. */
export async function roundsOf(em: Em, places: readonly string[]): Promise<string[]> {
  const rows = await query<{ round: string }>(
    em,
    `select distinct round from school_summary where place = any($1::text[]) and measure = 'enrolled' and count > 0
     order by round desc`,
    [places],
  );
  return rows.map((r) => r.round);
}

/** All cells that are not zero and all states of pupils, for the recount. */
export async function everyCell(em: Em): Promise<(SummaryCell & { round: string })[]> {
  return query(em, 'select round, place, measure, slot, count from school_summary where count <> 0');
}
export async function pupilsAfter(em: Em, rowId: string, limit: number): Promise<PupilChecked[]> {
  const rows = await query<{ event: PupilChecked }>(
    em,
    'select event from pupil_state where row_id > $1 order by row_id limit $2',
    [rowId, limit],
  );
  return rows.map((r) => r.event);
}

export async function putOrganisations(em: Em, events: readonly OrganisationChanged[]): Promise<void> {
  const latest = [...new Map(events.map((e) => [e.organisationId, e])).values()];
  await change(
    em,
    `insert into organisation_copy (id, name, kind, division)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
     on conflict (id) do update set name = excluded.name, kind = excluded.kind, division = excluded.division`,
    [
      latest.map((e) => e.organisationId),
      latest.map((e) => e.name),
      latest.map((e) => e.kind),
      latest.map((e) => e.divisionCode),
    ],
  );
}
export async function organisationsById(em: Em, ids: readonly string[]): Promise<Map<string, OrganisationCopy>> {
  const rows = await query<OrganisationCopy>(em, 'select * from organisation_copy where id = any($1::uuid[])', [ids]);
  return new Map(rows.map((r) => [r.id, r]));
}
