import { badInput, isUuid, pageRequest, toPage } from '@miaoben/kernel';
import { readDivision } from '@miaoben/kernel/reach';
import type { CertificatesCtx } from '../../loaders.ts';
import { findSeals, sealPage } from './seal.repository.ts';
import { sealReach } from './seal.service.ts';
import { shapeLogLine, shapeSeal } from './seal.shape.ts';
import type { Seal, SealCount, SealingLogPage, SealPage } from './seal.type.ts';
import { logPage, sealCounts } from './sealing-log.repository.ts';

/** Query.seals: those of the caller's area, or of its organisation. */
export async function readSeals(
  ctx: CertificatesCtx,
  division: string | null,
  first: number,
  after: string | null,
): Promise<SealPage> {
  const reach = sealReach(ctx, 'Query.seals');
  const page = pageRequest(first, after, 2);
  const rows = await sealPage(ctx.em, reach, division === null ? '' : readDivision(division), page);
  return toPage(
    rows,
    page,
    (r) => [r.division, r.id],
    (r) => shapeSeal(ctx, r),
  );
}

/** Query.seal: null outside the reach. */
export async function readSeal(ctx: CertificatesCtx, id: string): Promise<Seal | null> {
  const [row] = isUuid(id) ? await findSeals(ctx.em, [id], sealReach(ctx, 'Query.seal')) : [];
  return row ? shapeSeal(ctx, row) : null;
}

/** Query.sealingLog, the latest first. */
export async function readLog(
  ctx: CertificatesCtx,
  filter: { documentId: string | null; sealId: string | null },
  first: number,
  after: string | null,
): Promise<SealingLogPage> {
  const page = pageRequest(first, after, 1);
  const rows = await logPage(ctx.em, sealReach(ctx, 'Query.sealingLog'), filter, page);
  return toPage(rows, page, (r) => [r.seq], shapeLogLine);
}

/** Digits of the level below. */
const BELOW: Record<number, number> = { 2: 4, 4: 6, 6: 9, 9: 9, 12: 12 };

/** Query.sealStatistics. */
export async function readStatistics(
  ctx: CertificatesCtx,
  division: string,
  from: string,
  to: string,
): Promise<SealCount[]> {
  if (from > to) throw badInput('to', 'out_of_range');
  const reach = sealReach(ctx, 'Query.sealStatistics');
  const code = readDivision(division);
  return sealCounts(ctx.em, reach, code, BELOW[code.length] ?? code.length, from, to);
}
