import { badInput, type Clock, type Ctx, type Em, forbidden, isCalendarDate, isUuid } from '@miaoben/kernel';
import { AEFI_CLASSES, type AefiClass } from '@miaoben/schema';
import { addDays } from '../certificate-statistics/cells.rules.ts';
import { areaOf, parseArea } from '../coverage/coverage.service.ts';
import { isVaccineClass, itemName } from '../vaccinations/vaccination.reports.ts';
import {
  type CaseSum,
  countedUntil,
  type Filter,
  GROUPINGS,
  type Grouping,
  sumCases,
  sumDoses,
} from './adverse-event.repository.ts';
import { AGE_GROUPS, PERIODS, periodOf, rateOf, type Span } from './adverse-event.rules.ts';
import type { AdverseEventReport, AdverseEventReportRow } from './adverse-event.type.ts';

/** What a report is asked for. */
export interface Asked {
  readonly division: string;
  readonly period: string;
  readonly on: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly unit: string | null;
  readonly vaccine: string | null;
  readonly cause: AefiClass | null;
  readonly isSerious: boolean | null;
  readonly by: string;
}
export interface Request {
  readonly filter: Filter;
  readonly by: Grouping;
}

const OPERATION = 'Query.adverseEventReport';
const SOURCE = '全国疑似预防接种异常反应监测方案（2022 年版）：报告发生率以接种剂次为分母';
/** digits of the divisions below, by digits of a division */
const BELOW: Readonly<Record<number, number>> = { 2: 4, 4: 6, 6: 9, 9: 9 };
const MOST_DAYS = 3_660;

/** @throws BAD_INPUT on, from, to */
function spanOf({ period, on, from, to }: Asked, today: string): Span {
  const kind = PERIODS.find((known) => known === period);
  if (!kind) throw badInput('period', 'unknown_code');
  if (kind !== 'own') {
    if (on !== null && !isCalendarDate(on)) throw badInput('on', 'date_impossible');
    return periodOf(kind, on ?? today);
  }
  if (!from) throw badInput('from', 'required');
  if (!to) throw badInput('to', 'required');
  if (!isCalendarDate(from)) throw badInput('from', 'date_impossible');
  if (!isCalendarDate(to)) throw badInput('to', 'date_impossible');
  const last = addDays(from, MOST_DAYS);
  if (to < from || to > last) throw badInput('to', 'out_of_range', { min: from, max: last });
  return { from, to };
}

const isVaccine = (code: string): boolean => isVaccineClass(code) || (/^\d{4}$/.test(code) && itemName(code) !== code);

/**
 * The unit whose cases alone the reader may see; null: of all. A clinic reads what it has to report, wherever the person lives.
 * @throws FORBIDDEN outside the area, of a clinic for another unit, and for an account that reactions are hidden from (J-04), as in the
 *   list of cases: a figure of one tells the case
 */
function unitFor(ctx: Pick<Ctx, 'claims' | 'scopeOf'>, { division, unit }: Asked): string | null {
  if (ctx.claims.hidden?.includes('reactions')) throw forbidden();
  const scope = ctx.scopeOf(OPERATION);
  if (scope !== 'organisation') {
    areaOf(scope, ctx.claims, division);
    return unit;
  }
  const own = ctx.claims.organisation;
  if (!own || (unit !== null && unit !== own)) throw forbidden();
  return own;
}

function requestOf(ctx: Pick<Ctx, 'claims' | 'scopeOf' | 'clock'>, asked: Asked): Request {
  const area = parseArea(asked.division);
  if (asked.unit !== null && !isUuid(asked.unit)) throw badInput('unit', 'unknown_code');
  const unit = unitFor(ctx, asked);
  if (asked.vaccine !== null && !isVaccine(asked.vaccine)) throw badInput('vaccine', 'unknown_code');
  const by = GROUPINGS.find((grouping) => grouping === asked.by);
  if (!by) throw badInput('by', 'unknown_code');
  const { vaccine, cause, isSerious } = asked;
  return { by, filter: { area, unit, vaccine, cause, isSerious, ...spanOf(asked, ctx.clock.today()) } };
}

const SERIOUS: readonly (readonly [string, boolean | null])[] = [
  ['', null],
  ['serious', true],
  ['other', false],
];
/** The id of a report: its parts joined by `~`. */
const idOf = ({ by, filter: f }: Request): string =>
  [
    f.area.division,
    f.from,
    f.to,
    f.unit ?? '',
    f.vaccine ?? '',
    f.cause ?? '',
    SERIOUS.find(([, value]) => value === f.isSerious)?.[0] ?? '',
    by,
  ].join('~');

/** Reads the id of a report; undefined when it is none. */
export function parseReportId(id: string): Request | undefined {
  const [division = '', from = '', to = '', unit = '', vaccine = '', cause = '', serious = '', by = '', more] =
    id.split('~');
  const grouping = GROUPINGS.find((known) => known === by);
  const known = AEFI_CLASSES.find((c) => c === cause);
  const severity = SERIOUS.find(([name]) => name === serious);
  const isRight =
    more === undefined &&
    /^(\d{2}|\d{4}|\d{6}|\d{9})$/.test(division) &&
    isCalendarDate(from) &&
    isCalendarDate(to) &&
    (unit === '' || isUuid(unit)) &&
    (vaccine === '' || isVaccine(vaccine)) &&
    (cause === '' || known !== undefined);
  if (!isRight || !grouping || !severity) return undefined;
  return {
    by: grouping,
    filter: {
      area: parseArea(division),
      from,
      to,
      unit: unit || null,
      vaccine: vaccine || null,
      cause: known ?? null,
      isSerious: severity[1],
    },
  };
}

const sum = (sums: readonly CaseSum[], of: 'cases' | 'serious' | 'late'): number =>
  sums.reduce((all, s) => all + s[of], 0);

/** Number of a lot, of its id `product:number`. */
const lotNumber = (lot: string): string => lot.slice(lot.indexOf(':') + 1);

function rowOf(by: Grouping | null, key: string, own: readonly CaseSum[], doses: number | null): AdverseEventReportRow {
  const cases = sum(own, 'cases');
  return {
    key,
    name: by === 'vaccine' ? itemName(key) : by === 'lot' ? lotNumber(key) : key,
    division: by === 'division' ? { code: key } : null,
    unit: by === 'unit' && key !== '' ? { id: key } : null,
    cases,
    serious: sum(own, 'serious'),
    late: sum(own, 'late'),
    byCause: [...AEFI_CLASSES, null].map((cause) => ({
      cause,
      cases: sum(
        own.filter((s) => s.cause === cause),
        'cases',
      ),
    })),
    doses,
    rate: rateOf(cases, doses),
  };
}

const AGES: readonly string[] = AGE_GROUPS.map(({ key }) => key);
/** Rows in the order of their keys; ages in theirs. */
const inOrder = (by: Grouping, keys: Iterable<string>): string[] => {
  const known = new Set(keys);
  return by === 'age' ? AGES.filter((age) => known.has(age)) : [...known].sort();
};

/** The figures of a request: three statements whatever the division and the span. */
export async function readFigures(
  em: Em,
  request: Request,
  clock: Clock,
): Promise<Omit<AdverseEventReport, 'exportUrl'>> {
  const { by, filter } = request;
  const digits = BELOW[filter.area.division.length] ?? 9;
  const sums = await sumCases(em, filter, by, digits);
  const doses = await sumDoses(em, filter, by, digits);
  const asOf = await countedUntil(em);
  const cases = Map.groupBy(sums, (s) => s.key);
  // Of lots and ages no doses are kept: those of all stand in the sum alone.
  const given = by === 'lot' || by === 'age' ? null : doses && new Map(doses.map((d) => [d.key, d.doses]));
  const keys = inOrder(by, [...cases.keys(), ...(given?.keys() ?? [])]);
  // Instants of the database run with the real calendar, a demo's clock does not.
  const shift = clock.now().getTime() - Date.now();
  return {
    id: idOf(request),
    asOf: asOf ? new Date(asOf.getTime() + shift) : clock.now(),
    division: { code: filter.area.division },
    from: filter.from,
    to: filter.to,
    source: SOURCE,
    rows: keys.map((key) => rowOf(by, key, cases.get(key) ?? [], given ? (given.get(key) ?? 0) : null)),
    total: rowOf(null, '', sums, doses?.reduce((all, d) => all + d.doses, 0) ?? null),
  };
}

/**
 * Query.adverseEventReport. No small figure is left out: a reader gets the figures of the area whose cases the same account may open one
 * by one, and no row of the requirements asks for a smallest cell.
 * @throws BAD_INPUT division, period, unit, vaccine, by (unknown_code), on, from, to (required, date_impossible, out_of_range); FORBIDDEN outside
 *   the area, of a clinic for another unit, where reactions are hidden from the account
 */
export async function readReport(ctx: Omit<Ctx, 'loaders'>, asked: Asked): Promise<AdverseEventReport> {
  const report = await readFigures(ctx.em, requestOf(ctx, asked), ctx.clock);
  return { ...report, exportUrl: ctx.files.downloadUrl('adverse-events', report.id) };
}
