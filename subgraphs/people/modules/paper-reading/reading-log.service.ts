import { audit, type Page, pageRequest, toPage } from '@miaoben/kernel';
import { deskOf } from '@miaoben/kernel/desk';
import type { PeopleCtx } from '../../loaders.ts';
import type { PaperFieldName } from './paper-reading.type.ts';
import { type LogFilter, type LogRow, listReadings } from './reading-log.repository.ts';
import type { PaperQuality, PaperReadingLine } from './reading-log.type.ts';

/** Variance of the Laplacian from which strokes stand clear of each other; below the one of `picture.mjs` nothing is read. */
const CLEAR = 150;

/** Whether the caller answers for the unit; asked anew each time: the token does not tell. */
async function isMaster(ctx: PeopleCtx): Promise<boolean> {
  const { isUnitMaster } = await ctx.peers.graph<{ isUnitMaster: boolean }>(
    'identity',
    'paper-readings',
    'query Master($accountId: ID!) { isUnitMaster(accountId: $accountId) }',
    { accountId: ctx.claims.account },
  );
  return isUnitMaster;
}

const qualityOf = ({ failure, sharpness }: LogRow): `${PaperQuality}` | null => {
  if (failure === 'blurred') return 'blurred';
  return sharpness === null ? null : sharpness >= CLEAR ? 'clear' : 'fair';
};

const lineOf = (row: LogRow): PaperReadingLine => ({
  id: row.id,
  startedAt: new Date(row.started_at),
  by: row.role === 'guardian' ? null : { id: row.account_id },
  role: row.role,
  unit: row.organisation_id === null ? null : { id: row.organisation_id },
  kind: row.kind as PaperReadingLine['kind'],
  state: row.state as PaperReadingLine['state'],
  failure: row.failure as PaperReadingLine['failure'],
  quality: qualityOf(row) as PaperReadingLine['quality'],
  fields: row.fields,
  unsure: row.unsure,
  duration: row.duration_ms,
  isUsed: row.is_used,
  corrected: (row.corrected ?? []) as PaperFieldName[],
});

/** Query.paperReadings: of the unit for its master account, else one's own; of the area for disease control. Each look is an audit line. */
export async function readPaperReadings(
  ctx: PeopleCtx,
  filter: LogFilter,
  first: number,
  after: string | null | undefined,
): Promise<Page<PaperReadingLine>> {
  const desk = deskOf(ctx.scopeOf('Query.paperReadings'), ctx.claims);
  const isOwn = desk.kind === 'unit' && !(await isMaster(ctx));
  const page = pageRequest(first, after, 1);
  const rows = await listReadings(ctx.em, desk, { ...filter, account: isOwn ? ctx.claims.account : null }, page);
  await audit(ctx.em, ctx.claims, 'Query.paperReadings', undefined, {
    lines: Math.min(rows.length, page.first),
    whose: isOwn ? 'own' : desk.kind,
  });
  return toPage(rows, page, (row) => [row.id], lineOf);
}
