import { audit, badInput, isUuid, notFound, type Page, pageRequest, toPage } from '@miaoben/kernel';
import type { VaccinesCtx } from '../../loaders.ts';
import { registerUrl } from '../register/register.ts';
import type { AefiRequest } from './aefi.export.ts';
import { type AefiFilter, findCase, listCases } from './aefi.repository.ts';
import { seatOf } from './aefi.seat.ts';
import { shapeCase } from './aefi.shape.ts';
import type { AdverseEvent } from './aefi.type.ts';

const AUDITED_IDS = 50;

/** Query.adverseEvent. The read is an audit line. @throws NOT_FOUND for one that is out of reach or not there */
export async function readCase(ctx: VaccinesCtx, id: string): Promise<AdverseEvent> {
  const operation = 'Query.adverseEvent';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  const row = isUuid(id) ? await findCase(ctx.em, id, seat) : undefined;
  if (!row) throw notFound();
  await audit(ctx.em, ctx.claims, operation, row.person_id, { case: row.id });
  return shapeCase(row, ctx.clock.now());
}

function checkFilter(filter: AefiFilter): AefiFilter {
  for (const field of ['clinicId', 'personId'] as const)
    if (filter[field] && !isUuid(filter[field])) throw badInput(`filter.${field}`, 'format');
  if (filter.figure && !/^\d{2,9}$/u.test(filter.figure.division))
    throw badInput('filter.figure.division', 'unknown_code');
  return filter;
}

/** Query.adverseEvents. The read is one audit line that names whom it showed. */
export async function readCases(
  ctx: VaccinesCtx,
  filter: AefiFilter,
  first: number,
  after: string | null | undefined,
): Promise<Page<AdverseEvent>> {
  const operation = 'Query.adverseEvents';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  const page = pageRequest(first, after, 1);
  const now = ctx.clock.now();
  const rows = await listCases(ctx.em, seat, checkFilter(filter), now, page);
  const persons = rows.slice(0, page.first).map((r) => r.person_id);
  await audit(ctx.em, ctx.claims, operation, undefined, {
    count: persons.length,
    persons: persons.slice(0, AUDITED_IDS),
  });
  return toPage(
    rows,
    page,
    (r) => [r.id],
    (r) => shapeCase(r, now),
  );
}

/** Query.adverseEventsFile: the same list as .xlsx, held to the seat of who asked. */
export function caseListUrl(ctx: VaccinesCtx, filter: AefiFilter): string {
  const seat = seatOf(ctx.scopeOf('Query.adverseEventsFile'), ctx.claims);
  const request: AefiRequest = { seat, filter: checkFilter(filter) };
  return registerUrl(ctx, 'adverse-events', { reach: { kind: 'none' }, filter: request });
}
