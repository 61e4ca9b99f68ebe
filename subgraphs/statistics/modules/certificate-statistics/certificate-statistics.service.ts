import {
  audit,
  badInput,
  type Ctx,
  dateInShanghai,
  type Em,
  forbidden,
  isCalendarDate,
  isUuid,
  pageRequest,
  toPage,
} from '@miaoben/kernel';
import type { Area } from '../coverage/coverage.repository.ts';
import { parseArea } from '../coverage/coverage.service.ts';
import { organisationsById } from '../school-summary/summary.repository.ts';
import { EDUCATION } from '../school-summary/summary.service.ts';
import { addDays } from './cells.rules.ts';
import {
  countedUntil,
  type Filter,
  type Grouping,
  listParts,
  type PartRow,
  type Sum,
  sumCells,
} from './certificate-statistics.repository.ts';
import type {
  CertificateStatistics,
  CertificateStatisticsItem,
  CertificateStatisticsItemPage,
  CertificateStatisticsRow,
} from './certificate-statistics.type.ts';
import { spanBefore, spanOfLastYear } from './comparison.rules.ts';
import { POPULATION_CLASSES } from './population.rules.ts';
import { isReportKind, REPORTS, type ReportDefinition, type ReportKind } from './report-definitions.ts';

/** What a report is asked for. */
export interface Asked {
  readonly report: string;
  readonly division: string;
  readonly span: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly population: string | null;
  readonly organisation: string | null;
  readonly by: Grouping;
}
/** A report that may be read; written as its id, parts joined by `~`. */
export interface ReportRequest {
  readonly report: ReportKind;
  readonly area: Area;
  readonly from: string;
  readonly to: string;
  readonly population: string | null;
  readonly organisation: string | null;
  readonly by: Grouping;
}

const SPAN_DAYS: Readonly<Record<string, number>> = { week: 7, month: 30, year: 365 };
const MOST_DAYS = 3_660;
/** digits of the divisions below, by digits of a division */
const BELOW: Readonly<Record<number, number>> = { 2: 4, 4: 6, 6: 9, 9: 9 };
const GROUPINGS: readonly string[] = ['division', 'organisation', 'population', 'day', 'month'];

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** @throws BAD_INPUT from, to */
function spanOf({ span, from, to }: Pick<Asked, 'span' | 'from' | 'to'>, today: string): { from: string; to: string } {
  const days = SPAN_DAYS[span];
  if (days !== undefined) return { from: addDays(today, 1 - days), to: today };
  if (!from) throw badInput('from', 'required');
  if (!to) throw badInput('to', 'required');
  if (!isCalendarDate(from)) throw badInput('from', 'date_impossible');
  if (!isCalendarDate(to)) throw badInput('to', 'date_impossible');
  const length = daysBetween(from, to);
  if (length < 0 || length > MOST_DAYS)
    throw badInput('to', 'out_of_range', { min: from, max: addDays(from, MOST_DAYS) });
  return { from, to };
}

/**
 * The unit whose figures alone the reader may see; null: of all units of the area; undefined: of none.
 * A unit reads its own figures wherever they were counted; an education department the checks of the schools of its divisions.
 */
async function unitFor(
  ctx: Omit<Ctx, 'loaders'>,
  operation: string,
  { report, area, organisation }: Pick<ReportRequest, 'report' | 'area' | 'organisation'>,
): Promise<string | null | undefined> {
  const { organisation: own, divisions } = ctx.claims;
  const isInside = divisions.some((division) => area.division.startsWith(division));
  const scope = ctx.scopeOf(operation);
  if (scope === 'area') return isInside ? organisation : undefined;
  if (!own || (scope !== 'organisation' && scope !== 'roster')) return undefined;
  const kind = scope === 'roster' ? (await organisationsById(ctx.em, [own])).get(own)?.kind : null;
  if (kind === EDUCATION) return report === 'school' && isInside ? organisation : undefined;
  return organisation === null || organisation === own ? own : undefined;
}

async function requestOf(ctx: Omit<Ctx, 'loaders'>, operation: string, asked: Asked): Promise<ReportRequest> {
  const area = parseArea(asked.division);
  if (!isReportKind(asked.report)) throw badInput('report', 'unknown_code');
  if (asked.organisation !== null && !isUuid(asked.organisation)) throw badInput('organisation', 'unknown_code');
  const organisation = await unitFor(ctx, operation, { report: asked.report, area, organisation: asked.organisation });
  if (organisation === undefined) throw forbidden();
  // What is counted has the instants of the real calendar, whatever the date of a demo.
  const { from, to } = spanOf(asked, dateInShanghai(ctx.clock.instant()));
  return { ...asked, report: asked.report, area, from, to, organisation };
}

const idOf = (r: ReportRequest): string =>
  [r.report, r.area.division, r.from, r.to, r.population ?? '', r.organisation ?? '', r.by].join('~');

/** Reads the id of a report; undefined when it is none. */
export function parseReportId(id: string): ReportRequest | undefined {
  const [report = '', division = '', from = '', to = '', population = '', organisation = '', by = '', more] =
    id.split('~');
  const isRight =
    more === undefined &&
    isReportKind(report) &&
    /^(\d{2}|\d{4}|\d{6}|\d{9})$/.test(division) &&
    isCalendarDate(from) &&
    isCalendarDate(to) &&
    (population === '' || Object.hasOwn(POPULATION_CLASSES, population)) &&
    (organisation === '' || isUuid(organisation)) &&
    GROUPINGS.includes(by);
  if (!isRight) return undefined;
  return {
    report,
    area: { division, from: division, to: `${division}:` },
    from,
    to,
    population: population || null,
    organisation: organisation || null,
    by: by as Grouping,
  };
}

/** The report on newborns counts one class, whatever is asked. */
const filterOf = ({ report, area, population, organisation }: ReportRequest): Filter => ({
  area,
  organisation,
  population: report === 'newborn' ? 'newborn' : population,
});

function rowOf(by: Grouping, key: string, counts: number[], before: number[] | null): CertificateStatisticsRow {
  return {
    division: by === 'division' && key !== '' ? { code: key } : null,
    organisation: by === 'organisation' && key !== '' ? { id: key } : null,
    population: by === 'population' ? key : null,
    period: by === 'day' || by === 'month' ? key : null,
    counts,
    before,
  };
}

/** The figures of a request, from the kept cells alone: four statements whatever the division and the span. */
export async function readFigures(em: Em, request: ReportRequest): Promise<Omit<CertificateStatistics, 'exportUrl'>> {
  const { report, area, from, to, by } = request;
  const definition: ReportDefinition = REPORTS[report];
  const measures = definition.columns.map((c) => c.measure);
  const filter = filterOf(request);
  const digits = BELOW[area.division.length] ?? 9;
  // A day or month has no counterpart in another span; the sums alone are compared.
  const isTime = by === 'day' || by === 'month';
  const sums = await sumCells(em, filter, measures, { from, to }, by, digits);
  const previous = await sumCells(em, filter, measures, spanBefore({ from, to }), isTime ? 'population' : by, digits);
  const lastYear = await sumCells(em, filter, measures, spanOfLastYear({ from, to }), 'population', 0);
  const asOf = await countedUntil(em);
  const count = (own: readonly Sum[]) =>
    measures.map((m) => own.reduce((sum, s) => (s.measure === m ? sum + s.count : sum), 0));
  const now = Map.groupBy(sums, (s) => s.key);
  const before = Map.groupBy(isTime ? [] : previous, (s) => s.key);
  // Who had something before and has nothing now is a row too.
  const rows = [...new Set([...now.keys(), ...before.keys()])]
    .sort()
    .map((key) => rowOf(by, key, count(now.get(key) ?? []), isTime ? null : count(before.get(key) ?? [])));
  return {
    id: idOf(request),
    report,
    asOf: asOf ?? new Date(),
    division: { code: area.division },
    from,
    to,
    source: definition.source,
    columns: [...definition.columns],
    rows,
    total: count(sums),
    before: count(previous),
    lastYear: count(lastYear),
  };
}

/**
 * Query.certificateStatistics.
 * @throws BAD_INPUT division, report, organisation (unknown_code), from, to (required, date_impossible, out_of_range); FORBIDDEN outside the area, of a unit for another
 */
export async function readReport(ctx: Omit<Ctx, 'loaders'>, asked: Asked): Promise<CertificateStatistics> {
  const request = await requestOf(ctx, 'Query.certificateStatistics', asked);
  return withExport(ctx, await readFigures(ctx.em, request));
}

const withExport = (
  ctx: Pick<Ctx, 'files'>,
  report: Omit<CertificateStatistics, 'exportUrl'>,
): CertificateStatistics => ({ ...report, exportUrl: ctx.files.downloadUrl('certificate-statistics', report.id) });

/** A report by its id, as federation asks for it; null outside what the caller may see. */
export async function reportById(ctx: Omit<Ctx, 'loaders'>, id: string): Promise<CertificateStatistics | null> {
  const request = parseReportId(id);
  const isMine =
    request !== undefined && (await unitFor(ctx, 'Query.certificateStatistics', request)) === request.organisation;
  return isMine ? withExport(ctx, await readFigures(ctx.em, request)) : null;
}

function itemOf({ event, ...row }: PartRow): CertificateStatisticsItem {
  const common = {
    id: row.id,
    day: row.day,
    person: 'personId' in event ? { id: event.personId } : null,
    division: row.place === '' ? null : { code: row.place },
    organisation: row.organisation === '' ? null : { id: row.organisation },
    population: row.population,
    endedAt: null,
    licenceType: null,
  };
  switch (event.type) {
    case 'certificate.changed':
      return { ...common, state: event.state, at: event.issuedAt, endedAt: event.revokedAt };
    case 'application.changed':
      return { ...common, state: event.state, at: event.submittedAt, endedAt: event.decidedAt };
    case 'credential.used':
      return { ...common, state: event.use, at: event.at, licenceType: event.licenceType };
    case 'pupil.checked':
      return { ...common, state: event.result, at: null };
  }
}

/**
 * Query.certificateStatisticsItems: the things behind a figure; their number equals it. The look-up is written to the audit.
 * @throws as `readReport`; BAD_INPUT measure (unknown_code), first, after
 */
export async function readItems(
  ctx: Ctx,
  asked: Asked & { measure: string; first: number; after: string | null },
): Promise<CertificateStatisticsItemPage> {
  const operation = 'Query.certificateStatisticsItems';
  const request = await requestOf(ctx, operation, asked);
  if (!REPORTS[request.report].columns.some((c) => c.measure === asked.measure))
    throw badInput('measure', 'unknown_code');
  const page = pageRequest(asked.first, asked.after, 3);
  const rows = await listParts(ctx.em, filterOf(request), asked.measure, request, page);
  await audit(ctx.em, ctx.claims, operation, request.area.division, {
    report: request.report,
    measure: asked.measure,
    from: request.from,
    to: request.to,
    rows: rows.length,
  });
  return toPage(rows, page, (r) => [r.day, r.kind, r.id], itemOf);
}
