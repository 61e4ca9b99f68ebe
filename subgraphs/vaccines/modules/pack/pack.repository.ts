import { type Em, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { DeclaredGroup } from '@miaoben/schedule';
import { type PackedConsent, packedConsents } from '../consent/consent.repository.ts';
import type { SubjectFact } from '../person/subject.repository.ts';

export interface PackPerson {
  division: string;
  person_id: string;
  /** transaction of the last change of the record */
  changed: string;
  facts: SubjectFact[];
  /** of each text the latest decision, as `packedConsents` puts it */
  consents: PackedConsent[] | null;
  /** what the family declares and no clinic has decided on */
  declared: DeclaredGroup[] | null;
  not_given: { series: string; dose: number; reason: string }[] | null;
}

const COLUMNS = `s.division, s.person_id, s.changed::text as changed, s.facts,
  (select json_agg(json_build_object('series', n.series, 'dose', n.dose, 'reason', n.reason) order by n.series)
   from not_given n where n.person_id = s.person_id and not n.replaced) as not_given,
  (select json_agg(json_build_object('group', g.special_group, 'since', g.since, 'expectedEnd', g.expected_end) order by g.id)
   from group_declaration g where g.person_id = s.person_id and g.state = 'declared') as declared,
  ${packedConsents('s.person_id')} as consents`;

/** Persons of a pack, by township and id. */
export async function packPersons(
  em: Em,
  reach: Reach,
  after: (string | number)[] | undefined,
  limit: number,
): Promise<PackPerson[]> {
  const p = new Parameters();
  const from = after ? `and (s.division, s.person_id) > (${p.add(after[0])}, ${p.add(after[1])}::uuid)` : '';
  const sql = `select ${COLUMNS} from subject s where ${withinReach(columnsOf('s'), reach, p)} ${from}
    order by s.division, s.person_id limit ${p.add(limit)}`;
  return query<PackPerson>(em, sql, p.values);
}

/** Persons of a pack whose record changed from one horizon up to before another, by transaction and id. */
export async function changedPersons(
  em: Em,
  reach: Reach,
  span: { from: string; to: string },
  after: (string | number)[] | undefined,
  limit: number,
): Promise<PackPerson[]> {
  const p = new Parameters();
  const from = after ? `and (s.changed, s.person_id) > (${p.add(after[0])}::xid8, ${p.add(after[1])}::uuid)` : '';
  const sql = `select ${COLUMNS} from subject s where ${withinReach(columnsOf('s'), reach, p)}
      and s.changed >= ${p.add(span.from)}::xid8 and s.changed < ${p.add(span.to)}::xid8 ${from}
    order by s.changed, s.person_id limit ${p.add(limit)}`;
  return query<PackPerson>(em, sql, p.values);
}

/** How many persons the pack has, for a progress bar. */
export async function packSize(em: Em, reach: Reach): Promise<number> {
  const p = new Parameters();
  const sql = `select count(*)::int as total from subject s where ${withinReach(columnsOf('s'), reach, p)}`;
  const [row] = await query<{ total: number }>(em, sql, p.values);
  return row?.total ?? 0;
}
