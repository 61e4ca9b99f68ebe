import { change, type Em, query } from '@miaoben/kernel';

/** One row of the table `point_list`. */
export interface PointRow {
  point: string;
  /** accounts; none: everybody of the clinic */
  staff: string[];
  /** national codes; none: whatever the clinic gives */
  vaccines: string[];
}

export const pointRows = (em: Em, organisation: string): Promise<PointRow[]> =>
  query<PointRow>(em, 'select point, staff, vaccines from point_list where organisation_id = $1', [organisation]);

export async function pointRow(em: Em, organisation: string, point: string): Promise<PointRow | undefined> {
  const [row] = await query<PointRow>(
    em,
    'select point, staff, vaccines from point_list where organisation_id = $1 and point = $2',
    [organisation, point],
  );
  return row;
}

export async function putPointRow(em: Em, organisation: string, row: PointRow): Promise<void> {
  await change(
    em,
    `insert into point_list (organisation_id, point, staff, vaccines) values ($1, $2, $3, $4)
     on conflict (organisation_id, point) do update set staff = excluded.staff, vaccines = excluded.vaccines`,
    [organisation, row.point, row.staff, row.vaccines],
  );
}

/** Lets the lists of points go that the clinic does not name any more. */
export async function keepPointRows(em: Em, organisation: string, points: readonly string[]): Promise<void> {
  await change(em, 'delete from point_list where organisation_id = $1 and point <> all($2::text[])', [
    organisation,
    points,
  ]);
}
