import { audit, pageRequest, toPage } from '@miaoben/kernel';
import { narrowTo, reachOf, readDivision } from '@miaoben/kernel/reach';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeDose } from '../dose/dose.shape.ts';
import { registerUrl } from '../register/register.ts';
import { nonConformingRegister } from './non-conforming.export.ts';
import {
  countNonConforming,
  findNonConforming,
  type NonConformingFilter,
  type NonConformingRow,
} from './non-conforming.repository.ts';
import { NON_CONFORMING_REASONS } from './non-conforming.rules.ts';
import type { NonConformingPage, NonConformingSummary } from './non-conforming.type.ts';

type Asked = NonConformingFilter & { division: string };

const reachInto = (ctx: VaccinesCtx, operation: string, division: string) =>
  narrowTo(readDivision(division), reachOf(ctx.scopeOf(operation), ctx.claims));

/** One page of the register of doses that do not conform, the latest first. */
export async function nonConformingDoses(
  ctx: VaccinesCtx,
  { division, ...filter }: Asked,
  first: number,
  after: string | null | undefined,
): Promise<NonConformingPage> {
  const operation = 'Query.nonConformingDoses';
  const request = pageRequest(first, after, 3);
  const rows = await findNonConforming(ctx.em, reachInto(ctx, operation, division), filter, request.key, request.limit);
  const page = toPage(
    rows,
    request,
    (r) => [r.given_on, r.person_id, r.dose_id],
    (r): NonConformingRow => r,
  );
  const records = await ctx.loaders.record.loadMany(page.nodes.map((r) => r.person_id));
  const nodes = page.nodes.flatMap((row, i) => {
    const record = records[i];
    if (record instanceof Error) throw record;
    const dose = record?.dose(row.dose_id);
    return record && dose ? [{ dose: shapeDose(record, dose), reasons: row.reasons }] : [];
  });
  return { nodes, pageInfo: page.pageInfo };
}

/** Counts by reason, and where to fetch the list. */
export async function nonConformingSummary(
  ctx: VaccinesCtx,
  { division, ...filter }: Asked,
): Promise<NonConformingSummary> {
  const operation = 'Query.nonConformingSummary';
  const reach = reachInto(ctx, operation, division);
  const { doses, counts } = await countNonConforming(ctx.em, reach, filter);
  await audit(ctx.em, ctx.claims, operation, division, { doses });
  return {
    doses,
    counts: NON_CONFORMING_REASONS.map((reason) => ({ reason, doses: counts.get(reason) ?? 0 })),
    fileUrl: registerUrl(ctx, nonConformingRegister.kind, { reach, filter }),
  };
}
