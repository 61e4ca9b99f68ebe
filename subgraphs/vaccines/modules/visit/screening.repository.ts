import { change, type Em, query } from '@miaoben/kernel';
import type { ScreeningAnswer, ScreeningConclusion, ScreeningScope } from '@miaoben/schedule/clinic-visit';

export interface StoredQuestion {
  id: string;
  text: string;
  textEn: string;
  onYes: Exclude<ScreeningConclusion, 'go'>;
  scope: ScreeningScope;
  fact: string | null;
  postponeDays: number | null;
  onlyFemale: boolean;
  fromYears: number | null;
  asksDate: boolean;
  source: string;
  mark: string;
}

/** One version of the questions, as it was released. */
export interface FormRow {
  version: string;
  content: { note: string; questions: StoredQuestion[] };
}

export interface AnswerRow extends ScreeningAnswer {
  note: string | null;
  /** of what was asked about, where the question asks for it */
  date: string | null;
}

/** One row of the table `screening`. */
export interface ScreeningRow {
  person_id: string;
  id: string;
  visit_id: string | null;
  form_version: string;
  answers: AnswerRow[];
  vaccines: string[];
  temperature: number | null;
  advice: ScreeningConclusion;
  /** null: answered at home, nobody has concluded yet */
  conclusion: ScreeningConclusion | null;
  until: string | null;
  note: string | null;
  by_family: boolean;
  signed_name: string | null;
  /** the answers from home that the clinic went through */
  confirms: string | null;
  /** the family had answered anew before this arrived, late */
  confirms_outdated: boolean;
  account_id: string;
  day: string;
  /** ISO 8601 text */
  answered_at: string;
}

const COLUMNS = `person_id, id, visit_id, form_version, answers, vaccines, temperature, advice, conclusion, until, note, by_family,
  signed_name, confirms, confirms_outdated, account_id, day, answered_at`;

/** The version in force on a day; undefined while the reference data are not loaded. */
export async function formOn(em: Em, day: string): Promise<FormRow | undefined> {
  const [row] = await query<FormRow>(
    em,
    'select version, content from screening_form where effective_from <= $1 order by effective_from desc, version desc limit 1',
    [day],
  );
  return row;
}

export async function formOf(em: Em, version: string): Promise<FormRow | undefined> {
  const [row] = await query<FormRow>(em, 'select version, content from screening_form where version = $1', [version]);
  return row;
}

/** Adds versions of the questions; answers are tied to one, so that it never changes. */
export async function putForms(
  em: Em,
  forms: readonly { version: string; effectiveFrom: string; note: string; questions: readonly unknown[] }[],
): Promise<void> {
  await change(
    em,
    `insert into screening_form (version, effective_from, content)
     select * from unnest($1::text[], $2::date[], $3::jsonb[]) on conflict do nothing`,
    [
      forms.map((f) => f.version),
      forms.map((f) => f.effectiveFrom),
      forms.map(({ note, questions }) => JSON.stringify({ note, questions })),
    ],
  );
}

/** What was answered in visits, the latest first. One statement for any number. */
export async function screeningsOfVisits(em: Em, visitIds: readonly string[]): Promise<ScreeningRow[]> {
  return query<ScreeningRow>(
    em,
    `select ${COLUMNS} from screening where visit_id = any($1::uuid[]) order by visit_id, received_at desc, id desc`,
    [visitIds],
  );
}

/** What families have answered at home on a day, the latest of each person. One statement for any number. */
export async function familyScreenings(em: Em, personIds: readonly string[], day: string): Promise<ScreeningRow[]> {
  return query<ScreeningRow>(
    em,
    `select distinct on (person_id) ${COLUMNS} from screening
     where person_id = any($1::uuid[]) and day = $2 and by_family order by person_id, received_at desc, id desc`,
    [personIds, day],
  );
}

/** Whether a family answered under this id on a day, be it that it answered anew since. */
export async function isFamilyScreening(em: Em, id: string, personId: string, day: string): Promise<boolean> {
  const rows = await query(em, 'select 1 from screening where id = $1 and person_id = $2 and day = $3 and by_family', [
    id,
    personId,
    day,
  ]);
  return rows.length > 0;
}

/** @param answeredFor the file it was answered for, which may be merged into the one it stands with */
export async function insertScreening(em: Em, row: ScreeningRow, answeredFor: string): Promise<void> {
  await change(
    em,
    `insert into screening (${COLUMNS}, origin_person)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, nullif($19::uuid, $1::uuid))`,
    [
      row.person_id,
      row.id,
      row.visit_id,
      row.form_version,
      JSON.stringify(row.answers),
      row.vaccines,
      row.temperature,
      row.advice,
      row.conclusion,
      row.until,
      row.note,
      row.by_family,
      row.signed_name,
      row.confirms,
      row.confirms_outdated,
      row.account_id,
      row.day,
      row.answered_at,
      answeredFor,
    ],
  );
}
