import { type Em, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import { COLUMNS_OF_P, PERSON_COLUMNS, type PersonRow } from '../person/person.repository.ts';

/** States in which a file belongs into the pack of its township. */
const LIVE = `p.registration_state in ('active', 'moved_out', 'lost_to_follow_up', 'nominal')`;

/** How many files the pack has, for a progress bar. */
export async function countPersons(em: Em, reach: Reach): Promise<number> {
  const p = new Parameters();
  const [row] = await query<{ n: number }>(
    em,
    `select count(*)::int n from person p where ${withinReach(COLUMNS_OF_P, reach, p)} and ${LIVE}`,
    p.values,
  );
  return row?.n ?? 0;
}

/** Files of the pack in the order (township, birth date, id). */
export async function packRows(
  em: Em,
  reach: Reach,
  key: (string | number)[] | undefined,
  limit: number,
): Promise<PersonRow[]> {
  const p = new Parameters();
  const after = key
    ? `and (p.residence, p.birth_date, p.id) > (${p.add(key[0])}, ${p.add(key[1])}::date, ${p.add(key[2])}::uuid)`
    : '';
  return query<PersonRow>(
    em,
    `select ${PERSON_COLUMNS} from person p where ${withinReach(COLUMNS_OF_P, reach, p)} and ${LIVE} ${after}
     order by p.residence, p.birth_date, p.id limit ${p.add(limit)}`,
    p.values,
  );
}

export interface Change {
  id: string;
  /** transaction of the change */
  changed: string;
}

/** Files that changed or went away from one horizon up to before another, in the order (transaction, id). */
export async function packChanges(
  em: Em,
  reach: Reach,
  span: { from: string; to: string },
  key: (string | number)[] | undefined,
  limit: number,
): Promise<Change[]> {
  const p = new Parameters();
  const inSpan = (alias: string) =>
    `${alias}.changed >= ${p.add(span.from)}::xid8 and ${alias}.changed < ${p.add(span.to)}::xid8`;
  const after = key ? `where (c.changed, c.id) > (${p.add(key[0])}::xid8, ${p.add(key[1])}::uuid)` : '';
  return query<Change>(
    em,
    `select c.id, c.changed::text as changed from (
       select p.id, p.changed from person p where ${withinReach(COLUMNS_OF_P, reach, p)} and ${inSpan('p')}
       union
       select d.person_id, d.changed from person_departure d
       where ${withinReach({ person: 'd.person_id', division: 'd.residence' }, reach, p)} and ${inSpan('d')}
     ) c ${after} order by c.changed, c.id limit ${p.add(limit)}`,
    p.values,
  );
}

/** Barcodes of the files merged into each, over any number of merges: booklets and phones still carry them (H-01). */
export async function formerBarcodes(em: Em, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await query<{ survivor: string; barcodes: string[] }>(
    em,
    `with recursive led (survivor, id) as (
       select l.survivor_id, l.merged_id from person_link l where l.survivor_id = any($1::uuid[]) and l.undone_at is null
       union select led.survivor, l.merged_id from led join person_link l on l.survivor_id = led.id and l.undone_at is null)
     select led.survivor, array_agg(p.barcode order by p.barcode) barcodes from led join person p on p.id = led.id
     group by led.survivor`,
    [ids],
  );
  return new Map(rows.map((r) => [r.survivor, r.barcodes]));
}

/** Of some files those that belong into the pack now. */
export async function packRowsOf(em: Em, reach: Reach, ids: readonly string[]): Promise<PersonRow[]> {
  const p = new Parameters();
  return query<PersonRow>(
    em,
    `select ${PERSON_COLUMNS} from person p
     where p.id = any(${p.add(ids)}::uuid[]) and ${withinReach(COLUMNS_OF_P, reach, p)} and ${LIVE}`,
    p.values,
  );
}
