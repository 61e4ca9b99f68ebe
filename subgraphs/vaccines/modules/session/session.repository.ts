import { change, type Em, query } from '@miaoben/kernel';

/** One row of the table `vaccination_session`. */
export interface SessionRow {
  id: string;
  organisation_id: string;
  day: string;
  point: string;
  address: string | null;
  team: string[];
  /** accounts that may work there; none: everybody of the clinic */
  staff: string[];
  vaccines: string[];
  planned_by: string;
  cancelled_at: string | null;
}

const COLUMNS = 'id, organisation_id, day, point, address, team, staff, vaccines, planned_by, cancelled_at';

export async function sessionById(em: Em, id: string): Promise<SessionRow | undefined> {
  const [row] = await query<SessionRow>(em, `select ${COLUMNS} from vaccination_session where id = $1`, [id]);
  return row;
}

/** Sessions of a clinic between two days, cancelled ones too, by day and point. */
export async function sessionsOf(em: Em, organisation: string, from: string, to: string): Promise<SessionRow[]> {
  return query<SessionRow>(
    em,
    `select ${COLUMNS} from vaccination_session where organisation_id = $1 and day between $2 and $3
     order by day, point, id limit 200`,
    [organisation, from, to],
  );
}

/** Whether another standing session of the clinic has this day and point. */
export async function isPlanned(em: Em, row: Pick<SessionRow, 'id' | 'organisation_id' | 'day' | 'point'>) {
  const found = await query(
    em,
    `select 1 from vaccination_session
     where organisation_id = $1 and day = $2 and point = $3 and id <> $4 and cancelled_at is null`,
    [row.organisation_id, row.day, row.point, row.id],
  );
  return found.length > 0;
}

/** One change of a clinic's plan at a time: two of one day and point would both find the place free. */
export const lockPlan = (em: Em, organisation: string) =>
  query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 18))', [organisation]);

/** Whether somebody was vaccinated in a session already. */
export async function hasVisits(em: Em, row: Pick<SessionRow, 'id' | 'organisation_id' | 'day'>): Promise<boolean> {
  const found = await query(
    em,
    'select 1 from visit where organisation_id = $1 and day = $2 and session_id = $3 limit 1',
    [row.organisation_id, row.day, row.id],
  );
  return found.length > 0;
}

/** Writes a session, or what has changed of it. @returns false when the id is that of another clinic */
export async function putSession(em: Em, row: Omit<SessionRow, 'cancelled_at'>, at: Date): Promise<boolean> {
  const stored = await change(
    em,
    `insert into vaccination_session as s (id, organisation_id, day, point, address, team, vaccines, planned_by, planned_at, staff)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (id) do update set day = excluded.day, point = excluded.point, address = excluded.address,
       team = excluded.team, vaccines = excluded.vaccines, planned_by = excluded.planned_by, planned_at = excluded.planned_at,
       staff = excluded.staff where s.organisation_id = excluded.organisation_id`,
    [
      row.id,
      row.organisation_id,
      row.day,
      row.point,
      row.address,
      row.team,
      row.vaccines,
      row.planned_by,
      at,
      row.staff,
    ],
  );
  return stored > 0;
}

export async function markCancelled(em: Em, id: string, by: string, at: Date): Promise<void> {
  await change(em, 'update vaccination_session set cancelled_by = $2, cancelled_at = $3 where id = $1', [id, by, at]);
}
