import { audit, badInput, isUuid } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { noteKnock } from './platform.repository.ts';
import { progressOf, submissionByReceipt } from './submission.repository.ts';
import { shapeSubmission } from './submission.shape.ts';
import type { FoundSubmission, SealingProgress } from './submission.type.ts';

const LONGEST = 64;
const MAX_BATCH = 200;

/**
 * Query.submission: a hand-over by the platform's acceptance number; null out of reach, the same as for none. What the platform
 * says of it by now is fetched at once and stands there when one asks again.
 * @throws BAD_INPUT receipt (required, too_long)
 */
export async function findSubmission(ctx: CertificatesCtx, text: string): Promise<FoundSubmission | null> {
  const operation = 'Query.submission';
  const receipt = text.trim();
  if (receipt === '') throw badInput('receipt', 'required');
  if (receipt.length > LONGEST) throw badInput('receipt', 'too_long', { max: LONGEST });
  const row = await submissionByReceipt(ctx.em, receipt, reachOf(ctx.scopeOf(operation), ctx.claims));
  if (!row) return null;
  await noteKnock(ctx.em, ctx.clock.instant());
  await audit(ctx.em, ctx.claims, operation, row.id);
  return {
    kind: row.kind as FoundSubmission['kind'],
    number: row.subject,
    submission: shapeSubmission(row),
  };
}

/** Query.sealingProgress. @throws BAD_INPUT documentIds (out_of_range: 1 to 200; format) */
export async function readProgress(ctx: CertificatesCtx, documentIds: readonly string[]): Promise<SealingProgress> {
  if (documentIds.length < 1 || documentIds.length > MAX_BATCH)
    throw badInput('documentIds', 'out_of_range', { max: MAX_BATCH });
  if (!documentIds.every(isUuid)) throw badInput('documentIds', 'format');
  return progressOf(ctx.em, documentIds, reachOf(ctx.scopeOf('Query.sealingProgress'), ctx.claims));
}
