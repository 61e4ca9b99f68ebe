import { type Em, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';

export interface ObservationRow {
  person_id: string;
  dose_id: string;
  started_at: string;
  ends_at: string;
  ended_at: string | null;
  minutes: number;
  reaction: string | null;
}

/** Observations of doses. One statement for any number. */
export async function observationsOf(
  em: Em,
  keys: readonly { personId: string; doseId: string }[],
): Promise<ObservationRow[]> {
  return query<ObservationRow>(
    em,
    `select person_id, dose_id, started_at, ends_at, ended_at, minutes, reaction
     from observation where (person_id, dose_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((k) => k.personId), keys.map((k) => k.doseId)],
  );
}

/** Hours after its end that an observation nobody ended stays on the list. */
const LINGER = '2 hours';

/** Doses under observation in an organisation, of persons inside the reach, the one that ends first in front; who left is not among them. */
export async function runningObservations(
  em: Em,
  organisation: string,
  reach: Reach,
  now: Date,
): Promise<ObservationRow[]> {
  const p = new Parameters();
  const sql = `select o.person_id, o.dose_id, o.started_at, o.ends_at, o.ended_at, o.minutes, o.reaction from observation o join subject s using (person_id)
    where o.organisation_id = ${p.add(organisation)} and o.ended_at is null and o.left_at is null
      and o.ends_at > ${p.add(now)}::timestamptz - interval '${LINGER}' and ${withinReach(columnsOf('s'), reach, p)}
    order by o.ends_at, o.dose_id limit 500`;
  return query(em, sql, p.values);
}
