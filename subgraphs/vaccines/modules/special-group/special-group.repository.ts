import { type Em, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { SubjectFact } from '../person/subject.repository.ts';

export interface SpecialRow {
  person_id: string;
  birth_date: string;
  division: string;
  managing_org_id: string;
  conditions: string[];
  facts: SubjectFact[];
}

/** Standing files of whom one of the states holds on a day, by township, birth date and id; a partial index holds the few of any state. */
export async function specialRows(
  em: Em,
  reach: Reach,
  codes: readonly string[],
  day: string,
  after: readonly unknown[] | undefined,
  limit: number,
): Promise<SpecialRow[]> {
  const p = new Parameters();
  const [asked, today] = [p.add(codes), p.add(day)];
  const key = after
    ? `and (s.division, s.birth_date, s.person_id) > (${p.add(after[0])}, ${p.add(after[1])}::date, ${p.add(after[2])}::uuid)`
    : '';
  return query<SpecialRow>(
    em,
    `select s.person_id, s.birth_date, s.division, s.managing_org_id, s.conditions, s.facts from subject s
     where (s.conditions <> '{}' or s.facts <> '[]') and s.registration_state not in ('cancelled', 'dead', 'moved_out')
       and (s.conditions && ${asked}::text[] or exists (
         select 1 from jsonb_array_elements(s.facts) f where f ->> 'code' = any(${asked}::text[]) and f ->> 'date' <= ${today}
           and (f ->> 'until' is null or f ->> 'until' > ${today})))
       and ${withinReach(columnsOf('s'), reach, p)} ${key}
     order by s.division, s.birth_date, s.person_id limit ${p.add(limit)}`,
    p.values,
  );
}
