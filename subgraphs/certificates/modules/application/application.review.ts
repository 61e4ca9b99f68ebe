import { maskName } from '@miaoben/identifiers';
import {
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  noticeRequested,
  openIdentity,
  publish,
  runCommand,
} from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import { type Reach, reachOf } from '../../scope.ts';
import { type Assessment, assess } from '../assessment/assessment.client.ts';
import { subjectOf } from '../certificate/certificate.issue.ts';
import { type HolderRow, lockHolders } from '../holder/holder.repository.ts';
import { type OrganisationRow, organisationsOf } from '../organisation/organisation.repository.ts';
import { isClosed } from '../organisation/organisation.rules.ts';
import { publishRevocations } from '../trust/trust.service.ts';
import { applicationChanged } from './application.event.ts';
import { approve } from './application.grant.ts';
import { type ApplicationRow, decide, findApplications } from './application.repository.ts';
import { after } from './application.rules.ts';
import { shapeApplication } from './application.shape.ts';
import type { ReviewInput, ReviewOutcome } from './application.type.ts';

const MAX_BATCH = 100;
const OPERATION = 'Mutation.reviewApplications';

/** @throws BAD_INPUT input.ids (required, out_of_range), reason (required, too_long) */
function readReview(input: ReviewInput): { ids: string[]; reason: string | null } {
  const ids = [...new Set(input.ids)];
  if (ids.length === 0) throw badInput('input.ids', 'required');
  if (ids.length > MAX_BATCH) throw badInput('input.ids', 'out_of_range', { max: MAX_BATCH });
  const isReasoned = input.decision === 'refuse' || Boolean(input.reason?.trim());
  return { ids, reason: isReasoned ? readWords(input.reason ?? '', 'reason') : null };
}

/** Why an application cannot be approved now; null when it can. Nothing is written before this is known. */
function obstacle(
  ctx: CertificatesCtx,
  issuer: OrganisationRow | undefined,
  holder: HolderRow | undefined,
  assessment: Assessment | undefined,
): string | null {
  if (!holder || isClosed(issuer, ctx.clock.today())) return 'wrong_state';
  if (!assessment) return 'no_match';
  try {
    subjectOf(holder, ctx);
    return null;
  } catch (error) {
    if (error instanceof MiaobenError && error.code === 'BAD_INPUT') return String(error.extensions.reason);
    throw error;
  }
}

async function refuse(
  em: Em,
  ctx: CertificatesCtx,
  row: ApplicationRow,
  holder: HolderRow,
  reason: string,
): Promise<void> {
  const { account: by } = ctx.claims;
  const at = ctx.clock.instant();
  const decided = await decide(em, row.id, { state: 'refused', at, by, how: 'manual', reason, certificateId: null });
  if (!decided) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
  const name = maskName(openIdentity(ctx.keyring, holder.sealed).name);
  const recipient = { accountId: row.account_id };
  await publish(em, [
    applicationChanged(decided),
    noticeRequested(ctx, 'application_refused', recipient, row.person_id, { name, reason }),
  ]);
}

async function reachable(ctx: CertificatesCtx, ids: readonly string[], reach: Reach): Promise<ApplicationRow[]> {
  const rows = ids.every(isUuid) ? await findApplications(ctx.em, ids, reach) : [];
  if (rows.length < ids.length) throw forbidden();
  return rows;
}

/**
 * Mutation.reviewApplications: one decision on one application or on many (审核). Each is decided for itself: what cannot be
 * approved stays as it is and says why. An approval issues the certificate and is not taken back; voiding it is another act.
 * @throws FORBIDDEN when one of them lies outside the reach
 */
export async function review(ctx: CertificatesCtx, commandId: string, input: ReviewInput): Promise<ReviewOutcome[]> {
  const { ids, reason } = readReview(input);
  const reach = reachOf(ctx.scopeOf(OPERATION), ctx.claims);
  const known = await reachable(ctx, ids, reach);
  const persons = [...new Set(known.map((row) => row.person_id))];
  const problems = await runCommand(ctx, OPERATION, commandId, input, async (em) => {
    const isApproval = input.decision === 'approve';
    // Before the first lock: a transaction that has one holds back the events of every subgraph on this server.
    const assessments = isApproval
      ? await assess(ctx, 'certificate', persons, ctx.clock.today())
      : new Map<string, Assessment>();
    const holders = new Map((await lockHolders(em, persons)).map((h) => [h.person_id, h]));
    const changed = new Set<string>();
    const outcome: Record<string, string> = {};
    const issuers = new Map(
      (await organisationsOf(em, [...new Set(known.map((row) => row.issuer_id))])).map((o) => [o.id, o]),
    );
    for (const row of await findApplications(em, ids, reach, true)) {
      const holder = holders.get(row.person_id);
      const assessment = assessments.get(row.person_id);
      const problem =
        after(row.state, input.decision) === null
          ? 'already_decided'
          : isApproval
            ? obstacle(ctx, issuers.get(row.issuer_id), holder, assessment)
            : null;
      if (problem !== null) outcome[row.id] = problem;
      else if (isApproval && holder && assessment) {
        const decider = { by: ctx.claims.account, how: 'manual' } as const;
        await approve(em, ctx, row, holder, assessment, decider, changed, reason);
      } else if (holder && reason !== null) await refuse(em, ctx, row, holder, reason);
    }
    await publishRevocations(em, ctx, changed);
    const detail = { decision: input.decision, asked: ids.length, decided: ids.length - Object.keys(outcome).length };
    const [only] = ids;
    return { outcome, detail, ...(ids.length === 1 && only && { subject: only }) };
  });
  const rows = new Map((await findApplications(ctx.em, ids, reach)).map((row) => [row.id, row]));
  return ids.flatMap((id, index) => {
    const row = rows.get(id);
    return row ? [{ row: index + 1, application: shapeApplication(ctx, row), problem: problems[id] ?? null }] : [];
  });
}
