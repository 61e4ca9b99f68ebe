import { audit, badInput, isUuid, pageRequest, toPage } from '@miaoben/kernel';
import { narrowTo, type Reach, reachOf, readDivision } from '@miaoben/kernel/reach';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeNotGiven } from '../not-given/not-given.repository.ts';
import type { SeriesStatus } from '../plan/plan.type.ts';
import { nameOfSeries } from '../plan/series-name.ts';
import { registerUrl } from '../register/register.ts';
import { dueRegister } from './due.export.ts';
import { countDue, DUE_STATUSES, type DueFilter, dueItems } from './due.repository.ts';
import { dueStatusOn } from './due.rules.ts';
import type { DueCount, DuePage } from './due.type.ts';

export interface AskedDue {
  status: SeriesStatus | null | undefined;
  series: string | null | undefined;
  clinic: string | null | undefined;
  bornFrom: string | null | undefined;
  bornTo: string | null | undefined;
}

/** @throws BAD_INPUT status or clinic */
function readFilter(asked: AskedDue): DueFilter {
  const { status, series = null, clinic = null, bornFrom = null, bornTo = null } = asked;
  const known = DUE_STATUSES.find((s) => s === status) ?? null;
  if (status && !known) throw badInput('status', 'out_of_range', { allowed: DUE_STATUSES });
  if (clinic !== null && !isUuid(clinic)) throw badInput('clinic', 'format');
  return { status: known, series, clinic, bornFrom, bornTo };
}

const reachInto = (ctx: VaccinesCtx, operation: string, division: string): Reach =>
  narrowTo(readDivision(division), reachOf(ctx.scopeOf(operation), ctx.claims));

/** One page of the catch-up register of today. */
export async function dueList(
  ctx: VaccinesCtx,
  division: string,
  asked: AskedDue,
  first: number,
  after: string | null | undefined,
): Promise<DuePage> {
  const operation = 'Query.dueList';
  const today = ctx.clock.today();
  const request = pageRequest(first, after, 4);
  const reach = reachInto(ctx, operation, division);
  const rows = await dueItems(ctx.em, reach, today, readFilter(asked), request.key, request.limit);
  await audit(ctx.em, ctx.claims, operation, division, { rows: Math.min(rows.length, request.first) });
  return toPage(
    rows,
    request,
    (r) => [r.division, r.earliest, r.person_id, r.series],
    (r) => ({
      person: { id: r.person_id },
      series: r.series,
      seriesName: nameOfSeries(r.series),
      dose: r.dose,
      status: dueStatusOn(r, today),
      recommended: r.recommended,
      overdueFrom: r.overdue_from,
      notGiven: r.not_given && shapeNotGiven(r.not_given),
    }),
  );
}

/** Digits of the codes one level below a division: prefecture, county, township; a township counts itself. */
const digitsBelow = (division: string): number => ({ 2: 4, 4: 6 })[division.length] ?? 9;

/** What is due in each division one level below, by series and dose. */
export async function dueSummary(ctx: VaccinesCtx, division: string): Promise<DueCount[]> {
  const reach = reachInto(ctx, 'Query.dueSummary', division);
  const rows = await countDue(ctx.em, reach, ctx.clock.today(), digitsBelow(division));
  return rows.map((r) => ({ ...r, seriesName: nameOfSeries(r.series) }));
}

/** Address of the register as .xlsx. */
export function dueListFile(ctx: VaccinesCtx, division: string, asked: AskedDue): string {
  const reach = reachInto(ctx, 'Query.dueListFile', division);
  return registerUrl(ctx, dueRegister.kind, { reach, filter: readFilter(asked) });
}
