import { type Em, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { RegistrationState } from '../person/person.enums.ts';
import { COLUMNS_OF_P } from '../person/person.repository.ts';
import type { Stratum } from './sample.rules.ts';

/** The files a sample is drawn from (抽样框). */
export interface Frame {
  reach: Reach;
  bornFrom: string;
  bornTo: string;
  states: readonly `${RegistrationState}`[];
}

function inFrame(frame: Frame, p: Parameters): string {
  return `${withinReach(COLUMNS_OF_P, frame.reach, p)}
    and p.birth_date between ${p.add(frame.bornFrom)}::date and ${p.add(frame.bornTo)}::date
    and p.deleted_on is null and p.registration_state = any(${p.add(frame.states)})`;
}

/** Units with the number of their files, in the order the seed puts them. */
export async function strataOf(em: Em, frame: Frame, seed: string): Promise<Stratum[]> {
  const p = new Parameters();
  return query<Stratum>(
    em,
    `select p.managing_org_id unit, count(*)::int population from person p where ${inFrame(frame, p)}
     group by p.managing_org_id order by md5(${p.add(seed)}::text || p.managing_org_id::text)`,
    p.values,
  );
}

/**
 * The files the seed draws, by unit and place. A file's place depends on the seed and its own id alone, so a file that comes or
 * goes displaces one other and leaves the rest of the sample as it was.
 */
export async function drawFiles(
  em: Em,
  frame: Frame,
  seed: string,
  sizes: ReadonlyMap<string, number>,
): Promise<string[]> {
  const p = new Parameters();
  const rows = await query<{ id: string }>(
    em,
    `select r.id from (
       select p.id, p.managing_org_id unit,
         row_number() over (partition by p.managing_org_id order by md5(${p.add(seed)}::text || p.id::text), p.id) place
       from person p where ${inFrame(frame, p)}) r
     join unnest(${p.add([...sizes.keys()])}::uuid[], ${p.add([...sizes.values()])}::int[]) s (unit, size) on s.unit = r.unit
     where r.place <= s.size order by r.unit, r.place`,
    p.values,
  );
  return rows.map((r) => r.id);
}
