import { audit, badInput, type Clock, type Ctx, type Em, isCalendarDate, pageRequest, toPage } from '@miaoben/kernel';
import { areaOf, parseArea } from '../coverage/coverage.service.ts';
import { HOUSEHOLDS } from './recipient.rules.ts';
import {
  CAUGHT_UP,
  GIVEN,
  GROUPINGS,
  type Grouping,
  HOUSEHOLD_NAMES,
  isSlot,
  isVaccineClass,
  itemName,
  PEOPLE,
  REPORT_KINDS,
  REPORTS,
  type ReportColumn,
  type ReportKind,
} from './vaccination.reports.ts';
import {
  countedUntil,
  EVER,
  type Filter,
  listRecipients,
  type Sum,
  sumCaughtUp,
  sumCells,
} from './vaccination.repository.ts';
import type { VaccinationRecipientPage, VaccinationRow, VaccinationStatistics } from './vaccination.type.ts';

/** What a report is asked for. */
export interface Asked {
  readonly report: string;
  readonly division: string;
  readonly by: string;
  readonly household: string | null;
  readonly item: string | null;
  readonly bornFrom: string | null;
  readonly bornTo: string | null;
  readonly givenFrom: string | null;
  readonly givenTo: string | null;
}
export interface Request {
  readonly report: ReportKind;
  readonly by: Grouping;
  readonly filter: Filter;
}

/** digits of the divisions below, by digits of a division */
const BELOW: Readonly<Record<number, number>> = { 2: 4, 4: 6, 6: 9, 9: 9 };
/** Birth years that are columns when none are asked for, and at most. */
const COHORTS = 10;
const MOST_COHORTS = 30;

function dates(asked: Asked, kind: 'born' | 'given', else_: readonly [string, string]): readonly [string, string] {
  const [from, to] = kind === 'born' ? [asked.bornFrom, asked.bornTo] : [asked.givenFrom, asked.givenTo];
  if (from === null && to === null) return else_;
  const span = [from ?? else_[0], to ?? else_[1]] as const;
  if (!isCalendarDate(span[0])) throw badInput(`${kind}From`, 'date_impossible');
  if (!isCalendarDate(span[1])) throw badInput(`${kind}To`, 'date_impossible');
  if (span[1] < span[0]) throw badInput(`${kind}To`, 'out_of_range', { min: span[0] });
  return span;
}

/** Years as a whole: births and vaccinations are kept by year where people or doses of all ages are counted. */
const wholeYears = ([from, to]: readonly [string, string]): readonly [string, string] => [
  `${from.slice(0, 4)}-01-01`,
  `${to.slice(0, 4)}-12-31`,
];

function itemOf({ report, item }: Asked): string | null {
  if (item === null || report === 'household_share') return null;
  const isKnown =
    report === 'caught_up' ? isSlot(item) : isVaccineClass(item) || (/^\d{4}$/.test(item) && itemName(item) !== item);
  if (!isKnown) throw badInput('item', 'unknown_code');
  return item;
}

/** @throws BAD_INPUT report, by, household, item (unknown_code), dates (date_impossible, out_of_range) */
function requestOf(asked: Asked, area: Filter['area'], today: string): Request {
  const report = REPORT_KINDS.find((kind) => kind === asked.report);
  if (!report) throw badInput('report', 'unknown_code');
  const by = GROUPINGS.find((grouping) => grouping === asked.by);
  if (!by || !REPORTS[report].by.includes(by)) throw badInput('by', 'unknown_code');
  const household =
    asked.household === null || HOUSEHOLDS.some((h) => h === asked.household) ? asked.household : undefined;
  if (household === undefined) throw badInput('household', 'unknown_code');
  const year = Number(today.slice(0, 4));
  const columns: readonly [string, string] = [`${year - COHORTS + 1}-01-01`, `${year}-12-31`];
  let born = dates(asked, 'born', report === 'by_birth_year' ? columns : EVER);
  let given = dates(asked, 'given', EVER);
  if (report !== 'caught_up') {
    born = born === EVER ? born : wholeYears(born);
    given = given === EVER ? given : wholeYears(given);
  }
  if (report === 'household_share' && given !== EVER) given = wholeYears([given[0], given[0]]);
  if (report === 'by_birth_year' && Number(born[1].slice(0, 4)) - Number(born[0].slice(0, 4)) >= MOST_COHORTS)
    throw badInput('bornTo', 'out_of_range', { max: `${Number(born[0].slice(0, 4)) + MOST_COHORTS - 1}-12-31` });
  return {
    report,
    by,
    filter: {
      area,
      household: report === 'household_share' ? null : household,
      item: itemOf(asked),
      born,
      given,
      today,
    },
  };
}

const bounds = (span: readonly [string, string]): string => (span === EVER ? '' : span.join('/'));
/** The id of a report: its parts joined by `~`. */
const idOf = ({ report, by, filter: f }: Request): string =>
  [report, f.area.division, by, f.household ?? '', f.item ?? '', bounds(f.born), bounds(f.given)].join('~');

/** Reads the id of a report; undefined when it is none. */
export function parseReportId(id: string, today: string): Request | undefined {
  const [report = '', division = '', by = '', household = '', item = '', born = '', given = '', more] = id.split('~');
  if (more !== undefined) return undefined;
  const [[bornFrom, bornTo], [givenFrom, givenTo]] = [born.split('/'), given.split('/')];
  const asked = { report, division, by, household: household || null, item: item || null };
  const spans = {
    bornFrom: bornFrom || null,
    bornTo: bornTo || null,
    givenFrom: givenFrom || null,
    givenTo: givenTo || null,
  };
  try {
    return requestOf({ ...asked, ...spans }, parseArea(division), today);
  } catch {
    return undefined;
  }
}

function columnsOf({ report, filter }: Request): ReportColumn[] {
  if (report === 'caught_up') return [...CAUGHT_UP];
  if (report === 'household_share')
    return HOUSEHOLDS.map((key) => ({ key, name: HOUSEHOLD_NAMES[key], definition: PEOPLE }));
  const [first, last] = [Number(filter.born[0].slice(0, 4)), Number(filter.born[1].slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, i) => String(first + i)).map((key) => ({
    key,
    name: `${key} 年出生`,
    definition: GIVEN,
  }));
}

function ratesOf(report: ReportKind, counts: readonly number[]): number[] | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0 || report === 'by_birth_year') return null;
  return report === 'caught_up' ? [(counts[0] ?? 0) / all] : counts.map((count) => count / all);
}

const nameOf = (by: Grouping, key: string): string =>
  by === 'household'
    ? (HOUSEHOLD_NAMES[HOUSEHOLDS.find((h) => h === key) ?? 'unknown'] ?? key)
    : by === 'vaccine'
      ? itemName(key)
      : key;

/** The figures of a request, from the kept cells: two statements whatever the division and the span. */
export async function readFigures(
  em: Em,
  request: Request,
  clock: Clock,
): Promise<Omit<VaccinationStatistics, 'exportUrl'>> {
  const { report, by, filter } = request;
  const digits = BELOW[filter.area.division.length] ?? 9;
  const sums =
    report === 'caught_up' ? await sumCaughtUp(em, filter, by, digits) : await sumCells(em, report, filter, by, digits);
  const columns = columnsOf(request);
  const row = (key: string, own: readonly Sum[], isDivision: boolean): VaccinationRow => {
    const counts = columns.map((c) => own.reduce((sum, s) => (s.column === c.key ? sum + s.count : sum), 0));
    // Months have no doses that are still missing, so no rate.
    const rates = by === 'period' ? null : ratesOf(report, counts);
    return {
      key,
      name: isDivision ? key : nameOf(by, key),
      division: isDivision ? { code: key } : null,
      counts,
      rates,
    };
  };
  const counted = await countedUntil(em);
  const shift = clock.now().getTime() - Date.now();
  return {
    id: idOf(request),
    report,
    asOf: counted ? new Date(counted.getTime() + shift) : clock.now(),
    division: { code: filter.area.division },
    source: REPORTS[report].source,
    columns,
    rows: [...Map.groupBy(sums, (s) => s.key)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own]) => row(key, own, by === 'division')),
    total: row('', sums, false),
  };
}

/**
 * Query.vaccinationStatistics.
 * @throws BAD_INPUT division, report, by, household, item (unknown_code), dates (date_impossible, out_of_range); FORBIDDEN outside the area
 */
export async function readReport(ctx: Omit<Ctx, 'loaders'>, asked: Asked): Promise<VaccinationStatistics> {
  const area = areaOf(ctx.scopeOf('Query.vaccinationStatistics'), ctx.claims, asked.division);
  const report = await readFigures(ctx.em, requestOf(asked, area, ctx.clock.today()), ctx.clock);
  return { ...report, exportUrl: ctx.files.downloadUrl('vaccination-statistics', report.id) };
}

/** The column a list is asked of, narrowed to it. @throws BAD_INPUT column (unknown_code) */
function cutTo(request: Request, column: string): { list: 'caught_up' | 'missing' | 'given'; filter: Filter } {
  const { report, filter } = request;
  if (!columnsOf(request).some((c) => c.key === column)) throw badInput('column', 'unknown_code');
  if (report === 'caught_up') return { list: column === 'missing' ? 'missing' : 'caught_up', filter };
  if (report === 'household_share') return { list: 'given', filter: { ...filter, household: column } };
  return { list: 'given', filter: { ...filter, born: [`${column}-01-01`, `${column}-12-31`] } };
}

/**
 * Query.vaccinationRecipients: the people behind a figure; their counts sum to it (of people: their number is it). The look-up is written
 * to the audit. @throws as `readReport`; BAD_INPUT column, first, after
 */
export async function readRecipients(
  ctx: Ctx,
  asked: Asked & { column: string; first: number; after: string | null },
): Promise<VaccinationRecipientPage> {
  const operation = 'Query.vaccinationRecipients';
  const area = areaOf(ctx.scopeOf(operation), ctx.claims, asked.division);
  const request = requestOf(asked, area, ctx.clock.today());
  const { list, filter } = cutTo(request, asked.column);
  const page = pageRequest(asked.first, asked.after, 3);
  const rows = await listRecipients(ctx.em, list, filter, page);
  await audit(ctx.em, ctx.claims, operation, area.division, {
    report: request.report,
    column: asked.column,
    rows: rows.length,
  });
  return toPage(
    rows,
    page,
    (r) => [r.township, r.birth_date, r.person_id],
    (r) => ({
      person: { id: r.person_id },
      birthDate: r.birth_date,
      division: { code: r.township },
      household: r.household,
      count: r.count,
      day: r.day,
    }),
  );
}
