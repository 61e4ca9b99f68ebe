import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { atDesk, type Desk } from '@miaoben/kernel/desk';
import { Parameters } from '@miaoben/kernel/reach';
import type { BirthState, DestinationBasis, TestResult } from './birth.enums.ts';
import { AWAITED_BIRTHS } from './birth.rules.ts';

export interface BirthRow {
  person_id: string;
  state: `${BirthState}`;
  obstetric_unit: string;
  obstetric_division: string;
  household: string;
  destination_by: `${DestinationBasis}`;
  destination_unit: string;
  destination_division: string;
  filed_on: string;
  push_on: string;
  /** HH:MM */
  birth_time: string | null;
  gestation_weeks: number | null;
  birth_order: number | null;
  mother_sealed: string;
  hbsag: `${TestResult}` | null;
  anti_hbs: `${TestResult}` | null;
  tested_on: string | null;
  handed_version: number | null;
  version: number;
}
/** With the basic data of the child. */
export interface BirthListRow extends BirthRow {
  name: string;
  sex: 'F' | 'M' | 'U';
  birth_date: string;
  birth_weight_g: number | null;
  residence: string;
}
export interface BirthFilter {
  /** YYYY-MM in which it was filed */
  month?: string | null;
  state?: `${BirthState}` | null;
  /** only what waits for the caller */
  mine?: boolean | null;
  personId?: string | null;
}

const ENDS = {
  units: ['b.obstetric_unit', 'b.destination_unit'],
  divisions: ['b.obstetric_division', 'b.destination_division'],
};
const SELECT = `select b.*, p.name, p.sex, p.birth_date, p.birth_weight_g, p.residence
  from birth_file b join person p on p.id = b.person_id`;

function waitingFor(desk: Desk, p: Parameters): string {
  if (desk.kind === 'area') return `b.state = 'returned' and ${atDesk(desk, ENDS, p)}`;
  const unit = p.add(desk.unit);
  const parts = AWAITED_BIRTHS.map(
    ({ state, party }) =>
      `b.${party === 'ward' ? 'obstetric_unit' : 'destination_unit'} = ${unit} and b.state = '${state}'`,
  );
  return `(${parts.join(' or ')})`;
}

/** Birth files of a desk, newest first. */
export async function listBirths(em: Em, desk: Desk, filter: BirthFilter, page: PageRequest): Promise<BirthListRow[]> {
  const p = new Parameters();
  const parts = [atDesk(desk, ENDS, p)];
  if (filter.state) parts.push(`b.state = ${p.add(filter.state)}`);
  if (filter.personId) parts.push(`b.person_id = ${p.add(filter.personId)}`);
  if (filter.mine) parts.push(waitingFor(desk, p));
  if (filter.month) {
    const first = p.add(`${filter.month}-01`);
    parts.push(`b.filed_on >= ${first}::date and b.filed_on < ${first}::date + interval '1 month'`);
  }
  if (page.key) parts.push(`(b.filed_on, b.person_id) < (${p.add(page.key[0])}::date, ${p.add(page.key[1])}::uuid)`);
  return query<BirthListRow>(
    em,
    `${SELECT} where ${parts.join(' and ')} order by b.filed_on desc, b.person_id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

export async function findBirth(em: Em, personId: string, desk: Desk): Promise<BirthListRow | undefined> {
  const p = new Parameters();
  const sql = `${SELECT} where b.person_id = ${p.add(personId)} and ${atDesk(desk, ENDS, p)}`;
  return (await query<BirthListRow>(em, sql, p.values))[0];
}

/** The birth file locked; lock the person before it. */
export async function lockBirth(em: Em, personId: string): Promise<BirthRow | undefined> {
  return (await query<BirthRow>(em, 'select * from birth_file where person_id = $1 for update', [personId]))[0];
}

/** Writes a new birth file, or its state after an act. */
export async function putBirth(em: Em, row: BirthRow): Promise<void> {
  await query(
    em,
    `insert into birth_file (person_id, state, obstetric_unit, obstetric_division, household, destination_by, destination_unit,
       destination_division, filed_on, push_on, birth_time, gestation_weeks, birth_order, mother_sealed, hbsag, anti_hbs, tested_on,
       handed_version, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
     on conflict (person_id) do update set state = $2, household = $5, destination_by = $6, destination_unit = $7,
       destination_division = $8, push_on = $10, hbsag = $15, anti_hbs = $16, tested_on = $17, handed_version = $18, version = $19`,
    [
      row.person_id,
      row.state,
      row.obstetric_unit,
      row.obstetric_division,
      row.household,
      row.destination_by,
      row.destination_unit,
      row.destination_division,
      row.filed_on,
      row.push_on,
      row.birth_time,
      row.gestation_weeks,
      row.birth_order,
      row.mother_sealed,
      row.hbsag,
      row.anti_hbs,
      row.tested_on,
      row.handed_version,
      row.version,
    ],
  );
}

/** Persons whose birth files have reached their day. */
export async function dueBirths(em: Em, today: string, limit: number): Promise<string[]> {
  const rows = await query<{ person_id: string }>(
    em,
    `select person_id from birth_file where state = 'filed' and push_on <= $1::date order by push_on limit $2`,
    [today, limit],
  );
  return rows.map((r) => r.person_id);
}
