import { type Em, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { NonConformingReason } from './non-conforming.rules.ts';

/** A standing dose that does not conform, as the register lists it. */
export interface NonConformingRow {
  person_id: string;
  dose_id: string;
  birth_date: string;
  division: string;
  clinic_id: string | null;
  given_on: string;
  vaccine: string;
  reasons: NonConformingReason[];
}

export interface NonConformingFilter {
  /** days of vaccination, both included */
  from: string | null;
  to: string | null;
  reason: NonConformingReason | null;
}

function conditions(reach: Reach, filter: NonConformingFilter, p: Parameters): string {
  const parts = [withinReach(columnsOf('n'), reach, p)];
  if (filter.from !== null) parts.push(`n.given_on >= ${p.add(filter.from)}::date`);
  if (filter.to !== null) parts.push(`n.given_on <= ${p.add(filter.to)}::date`);
  if (filter.reason !== null) parts.push(`n.reasons @> array[${p.add(filter.reason)}::text]`);
  return parts.join(' and ');
}

/** One page of the register, the latest day first. */
export async function findNonConforming(
  em: Em,
  reach: Reach,
  filter: NonConformingFilter,
  after: (string | number)[] | undefined,
  limit: number,
): Promise<NonConformingRow[]> {
  const p = new Parameters();
  const where = conditions(reach, filter, p);
  const from = after
    ? `and (n.given_on, n.person_id, n.dose_id) < (${p.add(after[0])}::date, ${p.add(after[1])}::uuid, ${p.add(after[2])}::uuid)`
    : '';
  const sql = `select n.person_id, n.dose_id, n.birth_date, n.division, n.clinic_id, n.given_on, n.vaccine, n.reasons
    from non_conforming n where ${where} ${from}
    order by n.given_on desc, n.person_id desc, n.dose_id desc limit ${p.add(limit)}`;
  return query<NonConformingRow>(em, sql, p.values);
}

/** Doses of the register and how many carry each reason; one statement. */
export async function countNonConforming(
  em: Em,
  reach: Reach,
  filter: NonConformingFilter,
): Promise<{ doses: number; counts: Map<string, number> }> {
  const p = new Parameters();
  const sql = `select r.reason, count(*)::int as doses
    from non_conforming n cross join lateral unnest(n.reasons || '{all}'::text[]) r (reason)
    where ${conditions(reach, filter, p)} group by r.reason`;
  const rows = await query<{ reason: string; doses: number }>(em, sql, p.values);
  const counts = new Map(rows.map((r) => [r.reason, r.doses]));
  return { doses: counts.get('all') ?? 0, counts };
}
