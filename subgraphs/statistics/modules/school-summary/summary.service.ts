import { audit, badInput, type Ctx, type Em, forbidden } from '@miaoben/kernel';
import { seriesName } from '@miaoben/schedule';
import { doctor } from '@miaoben/schedule/messages/zh-CN/doctor';
import { cellsAround, countedUntil, organisationsById, roundsOf, type SummaryCell } from './summary.repository.ts';
import type { Measure } from './summary.rules.ts';
import type { SchoolSummary, SchoolSummaryDose, SchoolSummaryRow } from './summary.type.ts';

const ROUND = /^20\d{2}[12]$/;
const DIVISION = /^(\d{2}|\d{4}|\d{6}|\d{9})$/;
/** The education department of a county reads the schools of its divisions; any other school checker its own school. */
export const EDUCATION = 'education';

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** One row from the cells of its place. */
export function rowOf(place: string, cells: readonly SummaryCell[]): SchoolSummaryRow {
  const count = (measure: Measure) => cells.reduce((sum, c) => (c.measure === measure ? sum + c.count : sum), 0);
  const slots = Map.groupBy(
    cells.filter((c) => c.slot !== ''),
    (c) => c.slot,
  );
  const doses = [...slots]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([slot, own]): SchoolSummaryDose => {
      const at = slot.lastIndexOf('-');
      const series = slot.slice(0, at);
      const of = (measure: Measure) => own.find((c) => c.measure === measure)?.count ?? 0;
      return {
        series,
        seriesName: seriesName(series, doctor),
        dose: Number(slot.slice(at + 1)),
        needed: of('neededDoses'),
        caughtUp: of('caughtUpDoses'),
      };
    });
  const isDivision = DIVISION.test(place);
  return {
    division: isDivision ? { code: place } : null,
    school: isDivision ? null : { id: place },
    enrolled: count('enrolled'),
    checked: count('checked'),
    checkRate: rate(count('checked'), count('enrolled')),
    withCertificate: count('withCertificate'),
    certificateRate: rate(count('withCertificate'), count('checked')),
    reissued: count('reissued'),
    complete: count('complete'),
    needing: count('needing'),
    neededDoses: count('neededDoses'),
    caughtUp: count('caughtUp'),
    caughtUpDoses: count('caughtUpDoses'),
    catchUpRate: rate(count('caughtUp'), count('needing')),
    postponed: count('postponed'),
    notYetDue: count('notYetDue'),
    noFile: count('noFile'),
    rechecked: count('rechecked'),
    doses,
  };
}

/** The table, from the kept cells alone: two statements whatever the place. */
export async function schoolSummary(
  em: Em,
  round: string,
  place: string,
  now: Date,
): Promise<Omit<SchoolSummary, 'exportUrl'>> {
  const cells = await cellsAround(em, round, place);
  const asOf = await countedUntil(em);
  const byPlace = Map.groupBy(cells, (c) => c.place);
  const own = byPlace.get(place) ?? [];
  byPlace.delete(place);
  const rows = [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, some]) => rowOf(code, some));
  // Instants of the database run with the real calendar, a demo's clock does not.
  const shift = now.getTime() - Date.now();
  return {
    id: `${round}-${place}`,
    round,
    asOf: asOf ? new Date(asOf.getTime() + shift) : now,
    rows,
    total: rowOf(place, own),
  };
}

/** The places at which the caller's view begins: its divisions, or its school. @throws FORBIDDEN for a checker without a school */
export async function rootsOf(ctx: Omit<Ctx, 'loaders'>, operation: string): Promise<string[]> {
  const { organisation, divisions } = ctx.claims;
  switch (ctx.scopeOf(operation)) {
    case 'area':
      return divisions.map((d) => d.slice(0, 9));
    case 'roster': {
      if (!organisation) throw forbidden();
      const kind = (await organisationsById(ctx.em, [organisation])).get(organisation)?.kind;
      return kind === EDUCATION ? divisions.map((d) => d.slice(0, 9)) : [organisation];
    }
    default:
      throw forbidden();
  }
}

/** Whether a place is one of the roots or lies under one; a school lies where its organisation stands. */
async function reaches(em: Em, roots: readonly string[], place: string): Promise<boolean> {
  if (roots.includes(place)) return true;
  const code = DIVISION.test(place) ? place : (await organisationsById(em, [place])).get(place)?.division;
  return code !== undefined && roots.some((root) => DIVISION.test(root) && code.startsWith(root));
}

/**
 * Query.schoolSummary.
 * @param place division code or id of a school; null: where the caller's view begins
 * @throws BAD_INPUT round (format), place (unknown_code); FORBIDDEN outside the area
 */
export async function readSummary(
  ctx: Omit<Ctx, 'loaders'>,
  round: string,
  asked: string | null,
): Promise<SchoolSummary> {
  const operation = 'Query.schoolSummary';
  if (!ROUND.test(round)) throw badInput('round', 'format');
  const roots = await rootsOf(ctx, operation);
  const place = asked ?? roots[0];
  if (!place) throw forbidden();
  if (!DIVISION.test(place) && !/^[0-9a-f-]{36}$/.test(place)) throw badInput('place', 'unknown_code');
  if (!(await reaches(ctx.em, roots, place))) throw forbidden();
  const summary = await schoolSummary(ctx.em, round, place, ctx.clock.now());
  await audit(ctx.em, ctx.claims, operation, place, { round });
  return { ...summary, exportUrl: ctx.files.downloadUrl('school-summary', summary.id) };
}

/** Query.schoolSummaryRounds: rounds with pupils in the caller's view, the latest first. */
export async function readRounds(ctx: Ctx): Promise<string[]> {
  return roundsOf(ctx.em, await rootsOf(ctx, 'Query.schoolSummaryRounds'));
}
