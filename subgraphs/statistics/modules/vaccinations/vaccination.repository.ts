import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { isoOf } from '@miaoben/schedule';
import { REPORT_SLOTS } from '../coverage/coverage.measures.ts';
import type { Area } from '../coverage/coverage.repository.ts';
import { monthOf } from '../coverage/coverage.rules.ts';
import { firstDayOf, firstMonthNotReached } from '../coverage/coverage.windows.ts';
import type { Measure } from './recipient.rules.ts';
import type { Grouping, ReportKind } from './vaccination.reports.ts';

/** What of the counted things is meant. Days and years are counted with their ends. */
export interface Filter {
  readonly area: Area;
  readonly household: string | null;
  /** a dose of the programme (Q-103), or the code of a vaccine or of a class of vaccines */
  readonly item: string | null;
  readonly born: readonly [from: string, to: string];
  readonly given: readonly [from: string, to: string];
  readonly today: string;
}
export interface Sum {
  key: string;
  column: string;
  count: number;
}

const NIL = ['0001-01-01', '9999-12-31'] as const;
export const EVER: readonly [string, string] = NIL;

class Values {
  readonly list: unknown[] = [];
  add(value: unknown, type = 'text'): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}

const isWholeMonths = ([from, to]: readonly [string, string]): boolean =>
  from.endsWith('-01') && (to === NIL[1] || new Date(Date.parse(`${to}T00:00Z`) + 86_400_000).getUTCDate() === 1);

const monthText = (month: string): string => `to_char(make_date(${month} / 12, ${month} % 12 + 1, 1), 'YYYY-MM')`;

/** What a row of cells stands for. */
const cellRow = (by: Grouping, digits: number, report: ReportKind): string =>
  ({
    division: `left(c.place, ${digits})`,
    period: monthText('c.period'),
    birth_year: report === 'caught_up' ? '(c.birth / 12)::text' : 'c.birth::text',
    household: 'c.household',
    vaccine: report === 'caught_up' ? 'c.item' : 'left(c.item, 2)',
  })[by];
const entryRow = (by: Grouping, digits: number): string =>
  ({
    division: `left(r.township, ${digits})`,
    period: `to_char(e.day, 'YYYY-MM')`,
    birth_year: `to_char(r.birth_date, 'YYYY')`,
    household: 'r.household',
    vaccine: 'e.item',
  })[by];

/** The doses of the programme of which children may be without one, as rows `s`. */
function dueColumns(f: Filter, v: Values): string {
  const columns = REPORT_SLOTS.filter(({ slot }) => f.item === null || slot === f.item);
  const reached = columns.map(({ dueAge }) => firstMonthNotReached(f.today, dueAge));
  return `unnest(${v.add(
    columns.map((c) => c.slot),
    'text[]',
  )}, ${v.add(
    columns.map((c) => c.mask.toString()),
    'bigint[]',
  )}, ${v.add(reached, 'int[]')}, ${v.add(reached.map(firstDayOf), 'date[]')}, ${v.add(
    columns.map((c) => (c.girlsBornFrom === null ? null : isoOf(c.girlsBornFrom))),
    'date[]',
  )}, ${v.add(
    columns.map((c) => c.exemptDivisions.join(',')),
    'text[]',
  )}) as s(slot, mask, month, before, girls, exempt)`;
}

/** Sums of kept cells: one statement whatever the division and the span. */
export function sumCells(em: Em, report: ReportKind, f: Filter, by: Grouping, digits: number): Promise<Sum[]> {
  const v = new Values();
  const place = `c.place >= ${v.add(f.area.from)} and c.place < ${v.add(f.area.to)}`;
  const own = f.household === null ? '' : `and c.household = ${v.add(f.household)}`;
  const key = cellRow(by, digits, report);
  const from = (measure: Measure) => `from vaccination_rollup c where c.measure = '${measure}' and ${place} ${own}`;
  const born = (unit: (date: string) => number) =>
    `and c.birth between ${v.add(unit(f.born[0]), 'int')} and ${v.add(unit(f.born[1]), 'int')}`;
  const year = (date: string) => Number(date.slice(0, 4));
  if (report === 'household_share') {
    // Somebody vaccinated in two years is one person: people are kept by year, and for ever.
    const period = f.given === EVER ? 0 : year(f.given[0]);
    return query<Sum>(
      em,
      `select ${key} as key, c.household as column, sum(c.count)::int as count ${from('p')}
         and c.period = ${v.add(period, 'int')} ${born(year)} group by 1, 2 having sum(c.count) <> 0`,
      v.list,
    );
  }
  if (report === 'by_birth_year') {
    const item = f.item === null ? '' : `and starts_with(c.item, ${v.add(f.item)})`;
    return query<Sum>(
      em,
      `select ${key} as key, c.birth::text as column, sum(c.count)::int as count ${from('d')} ${item}
         and c.period between ${v.add(year(f.given[0]), 'int')} and ${v.add(year(f.given[1]), 'int')} ${born(year)}
       group by 1, 2 having sum(c.count) <> 0`,
      v.list,
    );
  }
  const births = born(monthOf);
  const item = f.item === null ? '' : `and c.item = ${v.add(f.item)}`;
  const caught = `select ${key} as key, 'caught_up' as column, sum(c.count)::int as count ${from('c')} ${item}
    and c.period between ${v.add(monthOf(f.given[0]), 'int')} and ${v.add(monthOf(f.given[1]), 'int')} ${births}
    group by 1 having sum(c.count) <> 0`;
  if (by === 'period') return query<Sum>(em, caught, v.list);
  const missing = `select ${key} as key, 'missing' as column, sum(c.count)::int as count
    from ${dueColumns(f, v)} join vaccination_rollup c on c.item = s.slot and c.birth < s.month
    where c.measure = 'n' and ${place} ${own} ${births} group by 1 having sum(c.count) <> 0`;
  return query<Sum>(em, `${caught} union all ${missing}`, v.list);
}

/** What of one recipient `r` is counted, as rows (item, day). */
function entries(column: 'caught_up' | 'missing' | 'given', f: Filter, v: Values): string {
  if (column === 'missing')
    return `select s.slot as item, null::date as day from ${dueColumns(f, v)}
      where r.state = 'active' and r.birth_date >= '2007-01-01' and r.birth_date < s.before and r.done & s.mask = 0
        and (s.girls is null or (r.sex = 'F' and r.birth_date >= s.girls))
        and not exists (select from unnest(string_to_array(s.exempt, ',')) as e(prefix) where starts_with(r.township, e.prefix))`;
  const days = `between ${v.add(f.given[0], 'date')} and ${v.add(f.given[1], 'date')}`;
  const item = f.item === null ? null : v.add(f.item);
  if (column === 'caught_up')
    return `select l.slot as item, l.day from jsonb_to_recordset(r.late) as l(slot text, day date)
      where r.state = 'active' and r.birth_date >= '2007-01-01' and l.day ${days} ${item ? `and l.slot = ${item}` : ''}`;
  return `select d.value ->> 1 as item, (d.value ->> 0)::date as day from jsonb_each(r.doses) as d
      where (d.value ->> 0)::date ${days} ${item ? `and starts_with(d.value ->> 1, ${item})` : ''}`;
}

const recipients = (f: Filter, v: Values): string =>
  `r.state <> 'cancelled' and r.township >= ${v.add(f.area.from)} and r.township < ${v.add(f.area.to)}
   and r.birth_date between ${v.add(f.born[0], 'date')} and ${v.add(f.born[1], 'date')}
   ${f.household === null ? '' : `and r.household = ${v.add(f.household)}`}`;

/** Doses caught up and missing; whole months from the cells, other days counted from the recipients' rows. */
export function sumCaughtUp(em: Em, f: Filter, by: Grouping, digits: number): Promise<Sum[]> {
  if (isWholeMonths(f.born) && isWholeMonths(f.given)) return sumCells(em, 'caught_up', f, by, digits);
  const v = new Values();
  const sum = (column: 'caught_up' | 'missing') =>
    `select ${entryRow(by, digits)} as key, '${column}' as column, count(*)::int as count
     from recipient r cross join lateral (${entries(column, f, v)}) e where ${recipients(f, v)} group by 1`;
  const both = by === 'period' ? [sum('caught_up')] : [sum('caught_up'), sum('missing')];
  return query<Sum>(em, both.join(' union all '), v.list);
}

export interface RecipientRow {
  person_id: string;
  birth_date: string;
  township: string;
  household: string;
  count: number;
  day: string | null;
}

/** The people behind a figure, in order of township and birth date, each with how often it is counted. */
export function listRecipients(
  em: Em,
  column: 'caught_up' | 'missing' | 'given',
  f: Filter,
  page: PageRequest,
): Promise<RecipientRow[]> {
  const v = new Values();
  const [township, birthDate, personId] = page.key ?? [];
  const after = township
    ? `and (r.township, r.birth_date, r.person_id) > (${v.add(township)}, ${v.add(birthDate, 'date')}, ${v.add(personId, 'uuid')})`
    : '';
  return query<RecipientRow>(
    em,
    `select r.person_id, r.birth_date, r.township, r.household, x.count, x.day
     from recipient r cross join lateral (select count(*)::int as count, max(e.day) as day from (${entries(column, f, v)}) e) x
     where ${recipients(f, v)} and x.count > 0 ${after}
     order by r.township, r.birth_date, r.person_id limit ${v.add(page.limit, 'int')}`,
    v.list,
  );
}

export async function countedUntil(em: Em): Promise<Date | undefined> {
  const [row] = await query<{ as_of: string }>(em, 'select as_of from vaccination_state');
  return row && new Date(row.as_of);
}
