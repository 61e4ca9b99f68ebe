import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import { Parameters } from '@miaoben/kernel/reach';
import type {
  AefiClass,
  AefiOutcome,
  AefiSeverity,
  AefiSource,
  AefiState,
  AefiSymptom,
  FeverGrade,
  SizeGrade,
  SubjectSex,
} from './aefi.codes.ts';
import { type DeadlineKind, REPORT_MS, URGENT_REPORT_MS } from './aefi.deadlines.ts';
import { COUNTED_STATES } from './aefi.rules.ts';
import { atSeat, type Seat } from './aefi.seat.ts';

/** What a report says, and a correction may change. */
export interface AefiContent {
  severity: AefiSeverity;
  major_concern: boolean;
  onset_at: string;
  found_at: string;
  symptoms: AefiSymptom[];
  fever: FeverGrade;
  redness: SizeGrade;
  induration: SizeGrade;
  description: string | null;
  diagnosis: string | null;
  hospitalised: boolean;
  hospital: string | null;
  treatment: string | null;
  outcome: AefiOutcome;
}
export interface AefiRow extends AefiContent {
  id: string;
  number: string | null;
  person_id: string;
  origin_person: string | null;
  /** township of the person at the time of the report */
  division: string;
  /** whose disease control works on it: `division` until it is referred, then a county (6 digits), city (4) or the province (2) */
  desk: string;
  /** the desk that referred it last; null: never referred */
  referred_by: string | null;
  /** the desks it came by, oldest first */
  came_by: string[];
  unit_id: string;
  source: AefiSource;
  state: AefiState;
  cause: AefiClass | null;
  cause_reason: string | null;
  findings: string | null;
  told_by: string;
  handled_by: string | null;
  entered_at: string;
  reported_at: string | null;
  reopened_at: string | null;
  investigated_at: string | null;
  findings_at: string | null;
  classified_at: string | null;
  closed_at: string | null;
  next_due_at: string | null;
  next_due: DeadlineKind | null;
  /** by how much the clock of the device ran ahead: the times of the card were taken back by it */
  clock_ahead_s: number;
  version: number;
}
/** With what stands in this subgraph's copy of the file. */
export interface AefiListRow extends AefiRow {
  birth_date: string;
  sex: SubjectSex;
  managing_org_id: string;
}
export interface SuspectRow {
  case_id: string;
  rank: number;
  dose_id: string;
  vaccine: string;
  product_id: string | null;
  lot_number: string | null;
  given_on: string;
  clinic_id: string | null;
}

const CONTENT = {
  severity: 'text',
  major_concern: 'boolean',
  onset_at: 'timestamptz',
  found_at: 'timestamptz',
  symptoms: 'text[]',
  fever: 'text',
  redness: 'text',
  induration: 'text',
  description: 'text',
  diagnosis: 'text',
  hospitalised: 'boolean',
  hospital: 'text',
  treatment: 'text',
  outcome: 'text',
} as const satisfies Record<keyof AefiContent, string>;
export const CONTENT_FIELDS = Object.keys(CONTENT) as (keyof AefiContent)[];

/** Columns that an act changes. */
const CHANGING = {
  ...CONTENT,
  number: 'text',
  desk: 'text',
  referred_by: 'text',
  came_by: 'text[]',
  state: 'text',
  cause: 'text',
  cause_reason: 'text',
  findings: 'text',
  handled_by: 'text',
  reported_at: 'timestamptz',
  reopened_at: 'timestamptz',
  investigated_at: 'timestamptz',
  findings_at: 'timestamptz',
  classified_at: 'timestamptz',
  closed_at: 'timestamptz',
  next_due_at: 'timestamptz',
  next_due: 'text',
  clock_ahead_s: 'int',
  version: 'int',
} as const satisfies Partial<Record<keyof AefiRow, string>>;
const FIXED = {
  id: 'uuid',
  person_id: 'uuid',
  origin_person: 'uuid',
  division: 'text',
  unit_id: 'uuid',
  source: 'text',
  told_by: 'text',
  entered_at: 'timestamptz',
} as const satisfies Partial<Record<keyof AefiRow, string>>;
type Column = keyof typeof CHANGING | keyof typeof FIXED;

export async function insertCase(em: Em, row: AefiRow): Promise<void> {
  const columns = Object.entries({ ...FIXED, ...CHANGING }) as [Column, string][];
  await change(
    em,
    `insert into aefi_case (${columns.map(([c]) => c).join(', ')})
     values (${columns.map(([, type], i) => `$${i + 1}::${type}`).join(', ')})`,
    columns.map(([c]) => row[c]),
  );
}

/** Writes a case after an act. */
export async function writeCase(em: Em, row: AefiRow): Promise<void> {
  const columns = Object.entries(CHANGING) as [keyof typeof CHANGING, string][];
  await change(
    em,
    `update aefi_case set ${columns.map(([c, type], i) => `${c} = $${i + 2}::${type}`).join(', ')} where id = $1`,
    [row.id, ...columns.map(([c]) => row[c])],
  );
}

/** Puts the suspect doses of a case in place of those it had. */
export async function putSuspects(em: Em, caseId: string, suspects: readonly Omit<SuspectRow, 'case_id'>[]) {
  await change(em, 'delete from aefi_dose where case_id = $1', [caseId]);
  await change(
    em,
    `insert into aefi_dose (case_id, rank, dose_id, vaccine, product_id, lot_number, given_on, clinic_id)
     select $1::uuid, * from unnest($2::int[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::uuid[])`,
    [
      caseId,
      suspects.map((s) => s.rank),
      suspects.map((s) => s.dose_id),
      suspects.map((s) => s.vaccine),
      suspects.map((s) => s.product_id),
      suspects.map((s) => s.lot_number),
      suspects.map((s) => s.given_on),
      suspects.map((s) => s.clinic_id),
    ],
  );
}

/** The suspect doses of cases, the most suspect first. One statement for any number. */
export async function suspectsOf(em: Em, ids: readonly string[]): Promise<SuspectRow[]> {
  return query<SuspectRow>(em, 'select * from aefi_dose where case_id = any($1::uuid[]) order by case_id, rank', [ids]);
}

/** The next number of a county and year (3.3 field `case_no`: county 6 + year 4 + sequence, GK). */
export async function nextNumber(em: Em, county: string, year: number): Promise<string> {
  const [row] = await query<{ last: number }>(
    em,
    `insert into aefi_number (county, year, last) values ($1, $2, 1)
     on conflict (county, year) do update set last = aefi_number.last + 1 returning last`,
    [county, year],
  );
  return `${county}${year}${String(row!.last).padStart(4, '0')}`;
}

const SELECTED = 'select c.*, s.birth_date, s.sex, s.managing_org_id from aefi_case c join subject s using (person_id)';

/** A case at a desk, held until the transaction ends. */
export async function lockCase(em: Em, id: string, seat: Seat): Promise<AefiListRow | undefined> {
  const p = new Parameters();
  const [row] = await query<AefiListRow>(
    em,
    `${SELECTED} where c.id = ${p.add(id)} and ${atSeat(seat, p)} for update of c`,
    p.values,
  );
  return row;
}

export async function findCase(em: Em, id: string, seat: Seat): Promise<AefiListRow | undefined> {
  const p = new Parameters();
  const [row] = await query<AefiListRow>(em, `${SELECTED} where c.id = ${p.add(id)} and ${atSeat(seat, p)}`, p.values);
  return row;
}

/** The cases of persons, the latest first. One statement for any number. */
export async function casesOfPersons(em: Em, personIds: readonly string[]): Promise<AefiListRow[]> {
  return query<AefiListRow>(em, `${SELECTED} where c.person_id = any($1::uuid[]) order by c.person_id, c.id desc`, [
    personIds,
  ]);
}

export interface AefiFilter {
  states?: readonly AefiState[] | null | undefined;
  overdue?: boolean | null | undefined;
  severity?: AefiSeverity | null | undefined;
  cause?: AefiClass | null | undefined;
  vaccine?: string | null | undefined;
  productId?: string | null | undefined;
  lotNumber?: string | null | undefined;
  clinicId?: string | null | undefined;
  personId?: string | null | undefined;
  /** day of the onset, from and to */
  from?: string | null | undefined;
  to?: string | null | undefined;
  /** only cases that count, under their most suspect dose */
  figure?: FigureFilter | null | undefined;
}
export interface FigureFilter {
  division: string;
  isSerious?: boolean | null | undefined;
  isLate?: boolean | null | undefined;
}

/** SQL: the cases a figure of statistics counts. */
function ofFigure({ division, isSerious, isLate }: FigureFilter, p: Parameters): string[] {
  return [
    `c.state = any(${p.add(COUNTED_STATES)}::text[])`,
    `c.division >= ${p.add(division)} and c.division < ${p.add(`${division}:`)}`,
    ...(typeof isSerious === 'boolean' ? [`(c.severity <> 'non_severe') = ${p.add(isSerious)}`] : []),
    ...(isLate ? [`c.reported_at - c.found_at > make_interval(secs => ${LIMIT_SECONDS})`] : []),
  ];
}
/** How long a report may take (`deadlinesOf`): both times stand on the row, so a list can ask for the late ones. */
const LIMIT_SECONDS = `case when c.major_concern or c.severity in ('death', 'cluster') then ${URGENT_REPORT_MS} else ${REPORT_MS} end / 1000`;

function conditions(seat: Seat, filter: AefiFilter, now: Date, p: Parameters): string {
  const parts = [atSeat(seat, p)];
  if (filter.states?.length) parts.push(`c.state = any(${p.add(filter.states)}::text[])`);
  if (filter.severity) parts.push(`c.severity = ${p.add(filter.severity)}`);
  if (filter.cause) parts.push(`c.cause = ${p.add(filter.cause)}`);
  if (filter.clinicId) parts.push(`c.unit_id = ${p.add(filter.clinicId)}::uuid`);
  if (filter.personId) parts.push(`c.person_id = ${p.add(filter.personId)}::uuid`);
  if (filter.overdue) parts.push(`c.next_due_at < ${p.add(now.toISOString())}::timestamptz`);
  if (filter.from) parts.push(`c.onset_at >= (${p.add(filter.from)}::date)::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.to) parts.push(`c.onset_at < (${p.add(filter.to)}::date + 1)::timestamp at time zone 'Asia/Shanghai'`);
  const dose = [
    ...(filter.vaccine ? [`d.vaccine = ${p.add(filter.vaccine)}`] : []),
    ...(filter.productId ? [`d.product_id = ${p.add(filter.productId)}`] : []),
    ...(filter.lotNumber ? [`d.lot_number = ${p.add(filter.lotNumber)}`] : []),
  ];
  if (filter.figure) parts.push(...ofFigure(filter.figure, p));
  if (filter.figure && dose.length > 0) dose.push('d.rank = 1');
  if (dose.length > 0)
    parts.push(`exists (select 1 from aefi_dose d where d.case_id = c.id and ${dose.join(' and ')})`);
  return parts.join(' and ');
}

/** Cases of a desk, newest first. */
export async function listCases(
  em: Em,
  seat: Seat,
  filter: AefiFilter,
  now: Date,
  page: Pick<PageRequest, 'key' | 'limit'>,
): Promise<AefiListRow[]> {
  const p = new Parameters();
  const where = conditions(seat, filter, now, p);
  const after = page.key ? `and c.id < ${p.add(page.key[0])}::uuid` : '';
  return query<AefiListRow>(
    em,
    `${SELECTED} where ${where} ${after} order by c.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** Other counted cases with a dose of one of the lots of a case, newest first, at most 50 of each. */
export async function casesOfSameLots(
  em: Em,
  ids: readonly string[],
  seat: Seat,
): Promise<(AefiListRow & { of: string })[]> {
  const p = new Parameters();
  const own = p.add(ids);
  return query<AefiListRow & { of: string }>(
    em,
    `select distinct on (o.id, c.id) o.id as of, c.*, s.birth_date, s.sex, s.managing_org_id
     from unnest(${own}::uuid[]) as o (id)
     join aefi_dose d on d.case_id = o.id and d.lot_number is not null
     join aefi_dose e on e.product_id = d.product_id and e.lot_number = d.lot_number and e.case_id <> o.id
     join aefi_case c on c.id = e.case_id and c.state not in ('suspected', 'dismissed')
     join subject s on s.person_id = c.person_id
     where ${atSeat(seat, p)} order by o.id, c.id desc limit 50`,
    p.values,
  );
}
