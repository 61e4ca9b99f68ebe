import { audit, badInput, type Page, pageRequest, toPage } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { addressOf } from '../collection/collection.address.ts';
import { type TypeNames, typeNames } from '../collection/type-names.ts';
import {
  type ShowingFigures,
  ShowingKind,
  ShowingOutcome,
  type ShowingTrace,
  type ShowingTraceFilter,
} from './right.type.ts';
import { holderBlindOf } from './showing.service.ts';
import { figures, holderReached, type TraceFilter, type TraceRow, tracesBefore } from './trace.repository.ts';

const DAY_MS = 86_400_000;
const MARK = 12;

const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
/** The filter as the repository takes it. @throws BAD_INPUT filter.to (out_of_range) */
export function filterOf(ctx: Pick<CertificatesCtx, 'keyring'>, filter: ShowingTraceFilter | null): TraceFilter {
  if (filter?.from && filter.to && filter.to < filter.from) throw badInput('filter.to', 'out_of_range');
  const document = filter?.holderDocument?.trim();
  return {
    from: filter?.from ? startOf(filter.from) : null,
    to: filter?.to ? new Date(startOf(filter.to).getTime() + DAY_MS) : null,
    typeCode: filter?.type ?? null,
    account: filter?.accountId?.trim() || null,
    holderBlind: document ? holderBlindOf(ctx, document) : null,
    outcome: filter?.outcome ?? null,
  };
}

/** A blind index no document has. */
const NOBODY = '';

/**
 * The filter inside what the caller may see: who watches everything asks as it likes, disease control for one holder of its area (J-101).
 * @throws BAD_INPUT filter.to (out_of_range), filter.holderDocument (required)
 */
async function filterWithin(
  ctx: CertificatesCtx,
  operation: string,
  filter: ShowingTraceFilter | null,
): Promise<TraceFilter> {
  const asked = filterOf(ctx, filter);
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  if (reach.kind === 'all') return asked;
  if (asked.holderBlind === null) throw badInput('filter.holderDocument', 'required');
  // Of a holder elsewhere there is as little to see as of one who is not there.
  return (await holderReached(ctx.em, asked.holderBlind, reach)) ? asked : { ...asked, holderBlind: NOBODY };
}

const shape = (row: TraceRow, names: TypeNames): ShowingTrace => ({
  id: row.id,
  at: new Date(row.at),
  accountId: row.account_id,
  organisation: row.organisation_id === null ? null : { id: row.organisation_id },
  typeCode: row.type_code,
  typeName: names.get(row.type_code) ?? row.type_code,
  purpose: row.purpose,
  kind: ShowingKind[row.kind],
  outcome: ShowingOutcome[row.outcome],
  holderMark: row.holder_blind?.slice(0, MARK) ?? null,
  rows: row.rows,
});

/** Query.showingTraces, newest first. */
export async function readTraces(
  ctx: CertificatesCtx,
  filter: ShowingTraceFilter | null,
  first: number,
  after: string | null,
): Promise<Page<ShowingTrace>> {
  const page = pageRequest(first, after, 1);
  const operation = 'Query.showingTraces';
  const stored = await filterWithin(ctx, operation, filter);
  const rows = await tracesBefore(ctx.em, stored, (page.key?.[0] as string) ?? null, page.limit);
  const names = await typeNames(ctx.em);
  await audit(ctx.em, ctx.claims, operation, stored.holderBlind?.slice(0, MARK), {
    rows: Math.min(rows.length, first),
  });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shape(row, names),
  );
}

const FILE_FILTER = 'showing_trace.filter';

/** Query.showingFigures. */
export async function readFigures(ctx: CertificatesCtx, filter: ShowingTraceFilter | null): Promise<ShowingFigures> {
  const stored = await filterWithin(ctx, 'Query.showingFigures', filter);
  const rows = await figures(ctx.em, stored);
  const names = await typeNames(ctx.em);
  const address = addressOf(ctx.keyring.seal(JSON.stringify(stored), FILE_FILTER), ctx.claims);
  return {
    figures: rows.map((row) => ({
      day: row.day,
      typeCode: row.type_code,
      typeName: names.get(row.type_code) ?? row.type_code,
      accountId: row.account_id,
      organisation: row.organisation_id === null ? null : { id: row.organisation_id },
      calls: row.calls,
      found: row.found,
      refused: row.refused,
    })),
    fileUrl: ctx.files.downloadUrl('showing-traces', address),
  };
}

/** The filter a file's address carries. */
export function filterOfFile({ keyring }: Pick<CertificatesCtx, 'keyring'>, sealed: string): TraceFilter {
  const stored = JSON.parse(keyring.open(sealed, FILE_FILTER)) as TraceFilter;
  return {
    ...stored,
    from: stored.from && new Date(stored.from),
    to: stored.to && new Date(stored.to),
  };
}
