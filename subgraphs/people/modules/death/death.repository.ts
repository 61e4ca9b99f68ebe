import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { atDesk, type Desk } from '@miaoben/kernel/desk';
import { Parameters } from '@miaoben/kernel/reach';
import type { RegistrationState } from '../person/person.enums.ts';
import type { DeathSource, DeathState } from './death.enums.ts';
import { AWAITED_DEATHS } from './death.rules.ts';

export interface DeathRow {
  id: string;
  person_id: string | null;
  state: `${DeathState}`;
  source: `${DeathSource}`;
  /** keyed index of source and number of its document: one paper is one report */
  certificate_blind: string;
  sealed: string;
  sex: 'F' | 'M' | 'U';
  birth_date: string | null;
  died_on: string;
  household: string | null;
  residence: string | null;
  /** township by which disease control sees it: of the file, else of residence, else of the household */
  division: string;
  unit: string | null;
  reporter_unit: string | null;
  reported_at: string;
  /** registration state of the file before it was closed */
  state_before: `${RegistrationState}` | null;
  version: number;
}
export interface DeathFilter {
  id?: string | null;
  state?: `${DeathState}` | null;
  source?: `${DeathSource}` | null;
  /** only what waits for the caller */
  mine?: boolean | null;
  personId?: string | null;
}

const ENDS = { units: ['d.unit', 'd.reporter_unit'], divisions: ['d.division'] };

function waitingFor(desk: Desk, p: Parameters): string {
  const states = (party: 'unit' | 'county') =>
    p.add(AWAITED_DEATHS.filter((w) => w.party === party).map((w) => w.state));
  if (desk.kind === 'area')
    return `(d.state = any(${states('county')}) or d.state = 'unclaimed' and d.unit is null) and ${atDesk(desk, ENDS, p)}`;
  return `d.unit = ${p.add(desk.unit)} and d.state = any(${states('unit')})`;
}

/** Reports of a desk, newest first. */
export async function listDeaths(em: Em, desk: Desk, filter: DeathFilter, page: PageRequest): Promise<DeathRow[]> {
  const p = new Parameters();
  const parts = [atDesk(desk, ENDS, p)];
  if (filter.id) parts.push(`d.id = ${p.add(filter.id)}`);
  if (filter.state) parts.push(`d.state = ${p.add(filter.state)}`);
  if (filter.source) parts.push(`d.source = ${p.add(filter.source)}`);
  if (filter.personId) {
    // Whoever only sent a report in learns nothing of the file, not even by a filter.
    const sees = desk.kind === 'unit' ? ` and d.unit = ${p.add(desk.unit)}` : '';
    parts.push(`d.person_id = ${p.add(filter.personId)}${sees}`);
  }
  if (filter.mine) parts.push(waitingFor(desk, p));
  if (page.key) parts.push(`d.id < ${p.add(page.key[0])}::uuid`);
  return query<DeathRow>(
    em,
    `select d.* from death_report d where ${parts.join(' and ')} order by d.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

export async function findDeath(em: Em, id: string, desk: Desk): Promise<DeathRow | undefined> {
  const p = new Parameters();
  const sql = `select d.* from death_report d where d.id = ${p.add(id)} and ${atDesk(desk, ENDS, p)}`;
  return (await query<DeathRow>(em, sql, p.values))[0];
}

/** The report locked; lock the person before it. */
export async function lockDeath(em: Em, id: string): Promise<DeathRow | undefined> {
  return (await query<DeathRow>(em, 'select * from death_report where id = $1 for update', [id]))[0];
}

/** The confirmed report of a file other than this one: while it stands, the person is dead. */
export async function otherConfirmed(em: Em, personId: string, id: string): Promise<DeathRow | undefined> {
  const sql = `select * from death_report where person_id = $1 and id <> $2 and state = 'confirmed' limit 1`;
  return (await query<DeathRow>(em, sql, [personId, id]))[0];
}

/** Which of these papers there are reports of. */
export async function knownBlinds(em: Em, blinds: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ certificate_blind: string }>(
    em,
    'select certificate_blind from death_report where certificate_blind = any($1)',
    [blinds],
  );
  return new Set(rows.map((r) => r.certificate_blind));
}

/**
 * Enters reports.
 * @returns those whose paper was not known yet
 */
export async function insertDeaths(
  em: Em,
  rows: readonly Omit<DeathRow, 'state_before' | 'version'>[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const made = await query<{ id: string }>(
    em,
    `insert into death_report (id, person_id, state, source, certificate_blind, sealed, sex, birth_date, died_on, household, residence,
       division, unit, reporter_unit, reported_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::date[],
       $10::text[], $11::text[], $12::text[], $13::uuid[], $14::uuid[], $15::timestamptz[])
     on conflict (certificate_blind) do nothing returning id`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.person_id),
      rows.map((r) => r.state),
      rows.map((r) => r.source),
      rows.map((r) => r.certificate_blind),
      rows.map((r) => r.sealed),
      rows.map((r) => r.sex),
      rows.map((r) => r.birth_date),
      rows.map((r) => r.died_on),
      rows.map((r) => r.household),
      rows.map((r) => r.residence),
      rows.map((r) => r.division),
      rows.map((r) => r.unit),
      rows.map((r) => r.reporter_unit),
      rows.map((r) => r.reported_at),
    ],
  );
  return new Set(made.map((r) => r.id));
}

/** Writes the state after an act, with its new version. */
export async function writeDeath(em: Em, row: DeathRow): Promise<void> {
  await query(
    em,
    `update death_report set state = $2, person_id = $3, division = $4, unit = $5, state_before = $6, version = $7 where id = $1`,
    [row.id, row.state, row.person_id, row.division, row.unit, row.state_before, row.version],
  );
}
