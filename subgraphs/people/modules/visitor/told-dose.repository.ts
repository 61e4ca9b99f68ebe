import { type Em, query } from '@miaoben/kernel';
import type { DoseChanged } from '@miaoben/schema';

/** A dose that the home province is to be told of, with what it takes to say so. */
export interface ToTell {
  case_blind: string;
  case_sealed: string;
  dose_id: string;
  given_on: string;
  vaccine: string;
  lot_number: string | null;
  clinic_name: string;
  /** province of the clinic, two digits */
  province: string;
  state: 'given' | 'voided';
  version: number;
  attempts: number;
}

const lotNumber = (lot: string | null | undefined): string | null => (lot ? lot.slice(lot.indexOf(':') + 1) : null);

/**
 * Notes doses of the events that were given here to visitors, to be told to their home province. What came for a merged file counts for the
 * case of that file. Doses the other province told itself have no clinic here and are left out. Heard twice, nothing is told twice.
 */
export async function noteVisitorDoses(em: Em, events: readonly DoseChanged[], at: Date): Promise<void> {
  const here = events.filter((e) => e.clinicId !== null);
  if (here.length === 0) return;
  await query(
    em,
    `insert into visitor_dose (case_blind, dose_id, given_on, vaccine, lot_number, clinic_id, state, next_at)
     select c.case_blind, n.dose_id, n.given_on, n.vaccine, n.lot_number, n.clinic_id, n.state, $9
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::text[], $6::text[], $7::uuid[], $8::text[])
       as n (person_id, home, dose_id, given_on, vaccine, lot_number, clinic_id, state)
     join visitor_case c on c.person_id = n.home or c.person_id = n.person_id or c.person_id in (
       select l.merged_id from person_link l where l.survivor_id = n.person_id and l.undone_at is null)
     on conflict (case_blind, dose_id) do update set given_on = excluded.given_on, vaccine = excluded.vaccine,
       lot_number = excluded.lot_number, clinic_id = excluded.clinic_id, state = excluded.state,
       version = visitor_dose.version + 1, next_at = excluded.next_at, attempts = 0, refused = false, failure = null
     where (visitor_dose.given_on, visitor_dose.vaccine, visitor_dose.lot_number, visitor_dose.clinic_id, visitor_dose.state)
       is distinct from (excluded.given_on, excluded.vaccine, excluded.lot_number, excluded.clinic_id, excluded.state)`,
    [
      here.map((e) => e.personId),
      here.map((e) => e.originPersonId ?? e.personId),
      here.map((e) => e.doseId),
      here.map((e) => e.date),
      here.map((e) => e.vaccine),
      here.map((e) => lotNumber(e.lot)),
      here.map((e) => e.clinicId),
      here.map((e) => e.state),
      at,
    ],
  );
}

/** Takes the dose that waits longest; another process takes another one, and one that is stopped leaves it for a minute later. */
export async function claimToTell(em: Em, at: Date): Promise<ToTell | undefined> {
  const [row] = await query<ToTell>(
    em,
    `update visitor_dose d set attempts = d.attempts + 1, next_at = $1::timestamptz + interval '1 minute'
     from visitor_case c, organisation o
     where c.case_blind = d.case_blind and o.id = d.clinic_id and (d.case_blind, d.dose_id) = (
       select w.case_blind, w.dose_id from visitor_dose w join organisation known on known.id = w.clinic_id
       where w.next_at <= $1 order by w.next_at limit 1 for update of w skip locked)
     returning d.case_blind, c.case_sealed, d.dose_id, d.given_on, d.vaccine, d.lot_number, o.name as clinic_name,
       left(o.division_code, 2) as province, d.state, d.version, d.attempts`,
    [at],
  );
  return row;
}

/** Notes what became of telling; what changed meanwhile is left to be told anew. @param next when it is told again; null: it is settled */
export async function noteTold(
  em: Em,
  row: ToTell,
  outcome: { isTold: boolean; isRefused: boolean; failure: string | null; next: Date | null },
  at: Date,
): Promise<void> {
  await query(
    em,
    `update visitor_dose set told = case when $4 then $5 else told end, told_at = case when $4 then $6 else told_at end,
       refused = $7, failure = $8, next_at = $9
     where case_blind = $1 and dose_id = $2 and version = $3`,
    [
      ...[row.case_blind, row.dose_id, row.version, outcome.isTold, row.state, at],
      ...[outcome.isRefused, outcome.failure, outcome.next],
    ],
  );
}

export interface ToldRow {
  person_id: string;
  dose_id: string;
  given_on: string;
  vaccine: string;
  state: 'given' | 'voided';
  told_at: string | null;
  refused: boolean;
  is_waiting: boolean;
}

/** What the home provinces know of doses given here to visitors, by file, the latest first. One statement for any number. */
export async function toldOf(em: Em, personIds: readonly string[]): Promise<ToldRow[]> {
  return query<ToldRow>(
    em,
    `select c.person_id, d.dose_id, d.given_on, d.vaccine, d.state, d.told_at, d.refused,
       d.next_at is not null as is_waiting
     from visitor_case c join visitor_dose d on d.case_blind = c.case_blind
     where c.person_id = any($1::uuid[]) order by d.given_on desc, d.dose_id`,
    [personIds],
  );
}
