import { change, type Em, query } from '@miaoben/kernel';
import { COVERAGE_SLOTS } from '@miaoben/schedule';
import type { CoverageChanged, MiaobenEvent, PersonChanged } from '@miaoben/schema';
import { Deltas } from './coverage.deltas.ts';
import { LOW_BIRTH_WEIGHT_G } from './coverage.measures.ts';
import type { ChildFacts } from './coverage.rules.ts';

/** The oldest birth cohort kept: the cohort report goes to 18 years (S29), and the platform starts in 2026. */
export const FIRST_COHORT = 2007;

interface Row {
  person_id: string;
  birth_date: string | null;
  township: string | null;
  clinic: string | null;
  sex: string | null;
  state: string | null;
  four_dose_hepb: boolean;
  version: number;
  doses_version: number;
  done: string;
  timely: string;
  /** date by position of COVERAGE_SLOTS, as PostgreSQL's array text on the way in and as an array on the way out */
  dates: (string | null)[];
}

const POSITION: ReadonlyMap<string, number> = new Map(COVERAGE_SLOTS.map((slot, i) => [slot, i]));

/** A row as the rules see it; undefined while the person's file is not known, or older than the cohorts kept. */
function factsOf(row: Row): ChildFacts | undefined {
  if (!row.birth_date || !row.township || Number(row.birth_date.slice(0, 4)) < FIRST_COHORT) return undefined;
  return {
    birthDate: row.birth_date,
    township: row.township,
    sex: row.sex ?? 'U',
    state: row.state ?? '',
    fourDoseHepB: row.four_dose_hepb,
    done: BigInt(row.done),
    timely: BigInt(row.timely),
  };
}

/** Whether the file is one of four HepB doses: mother HBsAg positive or unknown, and low birth weight (S26). */
export function fourDoseHepB(conditions: readonly string[], birthWeightG: number | null): boolean {
  return (
    birthWeightG !== null &&
    birthWeightG < LOW_BIRTH_WEIGHT_G &&
    conditions.some((c) => c === 'HBSAG_POS_MOTHER' || c === 'HBSAG_UNKNOWN_MOTHER')
  );
}

function withPerson(row: Row, event: PersonChanged): Row {
  // An event that is handled again must not bring an older state back.
  if (event.version < row.version) return row;
  return {
    ...row,
    birth_date: event.birthDate,
    township: event.divisionCode,
    clinic: event.managingOrgId,
    sex: event.sex,
    state: event.registrationState,
    four_dose_hepb: fourDoseHepB(event.conditions, event.birthWeightG),
    version: event.version,
  };
}

/** Doses as masks and dates by position; slots this version does not know are left out. */
export function masksOf(slots: CoverageChanged['slots']) {
  let done = 0n;
  let timely = 0n;
  const dates: (string | null)[] = [];
  for (const s of slots) {
    const position = POSITION.get(s.slot);
    if (position === undefined) continue;
    const bit = 1n << BigInt(position);
    done |= bit;
    if (s.timely) timely |= bit;
    while (dates.length <= position) dates.push(null);
    dates[position] = s.date;
  }
  return { done, timely, dates };
}

/** Facts of a person come from people alone, doses from vaccines alone: so the order of the two sources does not matter. */
function withDoses(row: Row, event: CoverageChanged): Row {
  if (event.version < row.doses_version) return row;
  const { done, timely, dates } = masksOf(event.slots);
  return { ...row, doses_version: event.version, done: done.toString(), timely: timely.toString(), dates };
}

/** Rows of these persons, made where missing, locked in one order so that parallel batches wait instead of deadlocking. */
async function lockRows(em: Em, known: readonly string[], create: readonly string[]): Promise<Map<string, Row>> {
  if (create.length > 0) {
    await query(
      em,
      'insert into child_coverage (person_id) select id from unnest($1::uuid[]) as n(id) order by id on conflict do nothing',
      [create],
    );
  }
  const rows = await query<Row>(
    em,
    `select person_id, birth_date, township, clinic, sex, state, four_dose_hepb, version, doses_version, done, timely,
       dates::text[] as dates
     from child_coverage where person_id = any($1::uuid[]) order by person_id for update`,
    [known],
  );
  return new Map(rows.map((r) => [r.person_id, r]));
}

async function writeRows(em: Em, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <K extends keyof Row>(key: K) => rows.map((r) => r[key]);
  await change(
    em,
    `update child_coverage c set birth_date = n.birth_date, township = n.township, clinic = n.clinic, sex = n.sex, state = n.state,
       four_dose_hepb = n.four_dose_hepb, version = n.version, doses_version = n.doses_version, done = n.done, timely = n.timely, dates = n.dates::date[]
     from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::"char"[], $6::text[], $7::boolean[], $8::int[], $9::bigint[],
       $10::bigint[], $11::text[], $12::int[])
       as n(person_id, birth_date, township, clinic, sex, state, four_dose_hepb, version, done, timely, dates, doses_version)
     where c.person_id = n.person_id`,
    [
      column('person_id'),
      column('birth_date'),
      column('township'),
      column('clinic'),
      column('sex'),
      column('state'),
      column('four_dose_hepb'),
      column('version'),
      column('done'),
      column('timely'),
      rows.map((r) => `{${r.dates.map((d) => d ?? 'NULL').join(',')}}`),
      column('doses_version'),
    ],
  );
}

async function appendDeltas(em: Em, deltas: Deltas): Promise<void> {
  const list = deltas.list();
  if (list.length === 0) return;
  await change(
    em,
    `insert into coverage_delta (township, birth_month, measure, count, timely)
     select * from unnest($1::text[], $2::int[], $3::smallint[], $4::int[], $5::int[])`,
    [
      list.map((d) => d.township),
      list.map((d) => d.birthMonth),
      list.map((d) => d.measure),
      list.map((d) => d.count),
      list.map((d) => d.timely),
    ],
  );
}

/** Takes over a batch of events in the transaction of its cursor: facts per child, and what they change in the rollups. */
export async function takeOver(events: readonly MiaobenEvent[], em: Em): Promise<void> {
  const relevant = events.filter((e) => e.type === 'person.changed' || e.type === 'coverage.changed');
  if (relevant.length === 0) return;
  const known = [...new Set(relevant.map((e) => e.personId))];
  const create = [
    ...new Set(relevant.filter((e) => Number(e.birthDate.slice(0, 4)) >= FIRST_COHORT).map((e) => e.personId)),
  ];
  const rows = await lockRows(em, known, create);
  const after = new Map(rows);
  for (const event of relevant) {
    const row = after.get(event.personId);
    if (row)
      after.set(event.personId, event.type === 'person.changed' ? withPerson(row, event) : withDoses(row, event));
  }
  const deltas = new Deltas();
  const changed: Row[] = [];
  for (const [id, row] of after) {
    const before = rows.get(id);
    if (!before || before === row) continue;
    changed.push(row);
    deltas.change(factsOf(before), factsOf(row));
  }
  await writeRows(em, changed);
  await appendDeltas(em, deltas);
}
