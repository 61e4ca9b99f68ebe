import type { FileStore } from '@miaoben/kernel';
import {
  audit,
  badInput,
  type Claims,
  type Clock,
  type Ctx,
  type Em,
  forbidden,
  pageRequest,
  toPage,
} from '@miaoben/kernel';
import type { Scope } from '@miaoben/schema';
import { IsolationLevel } from '@mikro-orm/core';
import { FIRST_COHORT } from './coverage.ingest.ts';
import { CHILDREN, JUDGED, REPORT_SLOTS, type ReportSlot } from './coverage.measures.ts';
import { type Area, asOf, listChildren, type RowKey, type Sum, sumWindows } from './coverage.repository.ts';
import type { CoverageChildPage, CoverageReport, CoverageRow } from './coverage.type.ts';
import { byGrain, firstMonthNotReached, reportWindows, slotsFor } from './coverage.windows.ts';

/** What a report is asked for; written as its id `63-2019-2024-division`. */
export interface ReportRequest {
  division: string;
  cohortFrom: number;
  cohortTo: number;
  by: 'division' | 'cohort';
}

const COUNTY_DIGITS = 6;
const TOWNSHIP_DIGITS = 9;
/** digits of the divisions below, by digits of a division */
const BELOW: Readonly<Record<number, number>> = { 2: 4, 4: 6, 6: 9, 9: 9 };
/** a dose reaches its target at 90 %. */
const TARGET = 0.9;

/** 〔2024〕46号 = S46 of the schedule document: 国家免疫规划疫苗接种率监测方案（试行）. */
const DEFINITION = {
  name: '出生队列接种率',
  numerator: '出生队列中已接种该疫苗该剂次的儿童数（含替代疫苗，提前接种计入）',
  denominator: '出生队列中由本地管理、在册的儿童，截至统计日已达到该剂次起始月龄（按出生月份计）或已接种该剂次者',
  source: '中疾控免疫发〔2024〕46号《国家免疫规划疫苗接种率监测方案（试行）》：谁管理、谁统计',
};

/** @throws BAD_INPUT division (unknown_code) when it is no code of a province, prefecture, county or township */
export function parseArea(division: string): Area {
  if (!/^\d+$/.test(division) || !(division.length in BELOW)) throw badInput('division', 'unknown_code');
  return { division, from: division, to: `${division}:` };
}

/**
 * The division as the reader may ask for it.
 * @throws BAD_INPUT when it is no code of a province, prefecture, county or township; FORBIDDEN outside the reader's divisions
 */
export function areaOf(scope: Scope | undefined, claims: Claims, division: string): Area {
  const area = parseArea(division);
  if (scope !== 'area' || !claims.divisions.some((own) => division.startsWith(own))) throw forbidden();
  return area;
}

/** @throws BAD_INPUT (out_of_range) for a year without a cohort */
function checkCohort(field: string, year: number, from: number, today: string): void {
  const max = Number(today.slice(0, 4));
  if (!Number.isInteger(year) || year < from || year > max) throw badInput(field, 'out_of_range', { min: from, max });
}

const rate = (part: number, whole: number) => (whole === 0 ? null : part / whole);

function rowOf(division: string, cohort: string, slots: readonly ReportSlot[], sums: readonly Sum[]): CoverageRow {
  const total = (column: number, figure: Sum['figure'], value: 'count' | 'timely' = 'count') =>
    sums.reduce((sum, s) => (s.column === column && s.figure === figure ? sum + s[value] : sum), 0);
  const cells = slots.map(({ slot, name, measure }) => {
    const [due, done, timely] = [total(measure, 'due'), total(measure, 'done'), total(measure, 'done', 'timely')];
    return { slot, slotName: name, due, done, timely, rate: rate(done, due), timelyRate: rate(timely, due) };
  });
  return {
    division: { code: division },
    cohort,
    children: total(CHILDREN, 'due'),
    cells,
    fullyImmunised: total(JUDGED, 'done'),
    fullCourseChildren: total(JUDGED, 'due'),
    dosesAtTarget: cells.filter((c) => c.rate !== null && c.rate >= TARGET).length,
  };
}

/** Name of the years of a report. */
const span = (from: number, to: number) => (from === to ? String(from) : `${from}-${to}`);

/** The report, from the rollups alone: two statements whatever the division and the cohorts. */
export async function coverageReport(
  em: Em,
  area: Area,
  request: ReportRequest,
  clock: Clock,
): Promise<Omit<CoverageReport, 'exportUrl'>> {
  const { division, cohortFrom, cohortTo, by } = request;
  const today = clock.today();
  const slots = slotsFor(division, cohortFrom, today);
  const digits = BELOW[division.length] ?? TOWNSHIP_DIGITS;
  const key: RowKey = by === 'division' ? { by, digits } : { by };
  const townships = division.length > COUNTY_DIGITS || (by === 'division' && digits > COUNTY_DIGITS);
  const windows = byGrain(reportWindows(slots, cohortFrom, cohortTo, today), townships ? 'township' : 'county');
  // One snapshot, so that the figures and their as-of time belong together.
  const [counted, sums] = await em.fork().transactional(
    async (inner) => {
      const tx = inner as Em;
      return [await asOf(tx), await sumWindows(tx, area, windows, key)] as const;
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
  const byKey = Map.groupBy(sums, (s) => s.key);
  const rows =
    by === 'division'
      ? [...byKey]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([code, own]) => rowOf(code, span(cohortFrom, cohortTo), slots, own))
      : Array.from({ length: cohortTo - cohortFrom + 1 }, (_, i) => String(cohortFrom + i)).map((year) =>
          rowOf(division, year, slots, byKey.get(year) ?? []),
        );
  // Instants of the database run with the real calendar, a demo's clock does not.
  const shift = clock.now().getTime() - Date.now();
  return {
    id: [division, cohortFrom, cohortTo, by].join('-'),
    asOf: counted ? new Date(counted.getTime() + shift) : clock.now(),
    division: { code: division },
    definition: DEFINITION,
    slots: slots.map((s) => s.slot),
    rows,
    total: rowOf(division, span(cohortFrom, cohortTo), slots, sums),
  };
}

/**
 * The report for a reader.
 * @throws BAD_INPUT for a wrong division or cohort; FORBIDDEN outside the reader's area
 */
export async function readReport(
  ctx: Pick<Ctx, 'claims' | 'em' | 'clock' | 'scopeOf'> & { files: FileStore },
  request: ReportRequest,
): Promise<CoverageReport> {
  const area = areaOf(ctx.scopeOf('Query.coverage'), ctx.claims, request.division);
  const today = ctx.clock.today();
  checkCohort('cohortFrom', request.cohortFrom, FIRST_COHORT, today);
  checkCohort('cohortTo', request.cohortTo, request.cohortFrom, today);
  const report = await coverageReport(ctx.em, area, request, ctx.clock);
  return { ...report, exportUrl: ctx.files.downloadUrl('coverage', report.id) };
}

/** Reads the id of a report; undefined when it is none. */
export function parseReportId(id: string): ReportRequest | undefined {
  const match = /^(\d{2,9})-(\d{4})-(\d{4})-(division|cohort)$/.exec(id);
  if (!match) return undefined;
  const [, division = '', from, to, by] = match;
  return { division, cohortFrom: Number(from), cohortTo: Number(to), by: by as 'division' | 'cohort' };
}

/** The children behind a cell of one cohort; their number equals the cell. The look-up is written to the audit. */
export async function readChildren(
  ctx: Ctx,
  asked: { division: string; cohort: number; slot: string; done: boolean | null; first: number; after: string | null },
): Promise<CoverageChildPage> {
  const area = areaOf(ctx.scopeOf('Query.coverageChildren'), ctx.claims, asked.division);
  const today = ctx.clock.today();
  checkCohort('cohort', asked.cohort, FIRST_COHORT, today);
  const slot = REPORT_SLOTS.find((s) => s.slot === asked.slot);
  if (!slot) throw badInput('slot', 'unknown_code');
  const page = pageRequest(asked.first, asked.after, 3);
  const notReachedFrom = firstMonthNotReached(today, slot.dueAge);
  const rows = await listChildren(ctx.em, area, { cohort: asked.cohort, slot, notReachedFrom, done: asked.done }, page);
  await audit(ctx.em, ctx.claims, 'Query.coverageChildren', asked.division, {
    cohort: asked.cohort,
    slot: slot.slot,
    rows: rows.length,
  });
  return toPage(
    rows,
    page,
    (r) => [r.township, r.birth_date, r.person_id],
    (r) => ({ person: { id: r.person_id }, birthDate: r.birth_date, done: r.done, date: r.date, timely: r.timely }),
  );
}
