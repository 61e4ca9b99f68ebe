import { maskName } from '@miaoben/identifiers';
import { badInput, type Em, forbidden, noticeRequested, runCommand } from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import type { VaccinesCtx } from '../../loaders.ts';
import { guardiansOf } from '../lot-recall/lot-recall.repository.ts';
import { namesOf } from '../register/register.ts';
import type { AefiAction } from './aefi.codes.ts';
import { LONG_TEXT } from './aefi.content.ts';
import { toldCase } from './aefi.events.ts';
import type { AdvanceAdverseEventInput } from './aefi.input.ts';
import { deskNotices, referralNotices } from './aefi.notices.ts';
import { readCase } from './aefi.read.ts';
import { refer } from './aefi.referral.ts';
import type { AefiRow } from './aefi.repository.ts';
import { type AefiParty, classificationFault } from './aefi.rules.ts';
import { seatOf } from './aefi.seat.ts';
import type { AdverseEvent } from './aefi.type.ts';
import { holdCase, markReported, putCase, takeEdge } from './aefi.write.ts';
import { addStep } from './aefi-step.repository.ts';

/** Acts that carry more than words have mutations of their own. */
const OTHERWISE: readonly AefiAction[] = ['correct', 'follow_up'];

function classify(row: AefiRow, input: AdvanceAdverseEventInput, parties: readonly AefiParty[], reason: string): void {
  if (!input.cause) throw badInput('input.cause', 'required');
  const fault = classificationFault(input.cause, { parties, hasFindings: row.findings !== null });
  if (fault === 'forbidden') throw forbidden();
  if (fault === 'findings') throw badInput('input.cause', 'wrong_state');
  row.cause = input.cause;
  row.cause_reason = reason;
}

/** What an act changes beside the state. */
async function effect(
  em: Em,
  ctx: VaccinesCtx,
  row: AefiRow,
  input: AdvanceAdverseEventInput,
  { parties, reason }: { parties: readonly AefiParty[]; reason: string | null },
): Promise<void> {
  const now = ctx.clock.now();
  const at = now.toISOString();
  switch (input.action) {
    case 'confirm':
      return markReported(em, row, now, ctx.clock.today());
    case 'investigate':
      row.investigated_at ??= at;
      return;
    case 'record_findings':
      row.findings = reason;
      row.findings_at ??= at;
      return;
    case 'classify':
      classify(row, input, parties, reason!);
      row.classified_at ??= at;
      return;
    case 'refer':
      return refer(em, row, input.desk);
    case 'close':
      row.closed_at = at;
      return;
    case 'reopen':
      row.reopened_at = at;
      row.closed_at = null;
      return;
    default:
  }
}

/** What the family is told: what became of its word, and the conclusion (Vaccine Administration Law art. 55). */
async function notices(em: Em, ctx: VaccinesCtx, row: AefiRow, action: AefiAction, reason: string | null) {
  if (action === 'refer') return referralNotices(ctx, row);
  const told: MiaobenEvent[] = [];
  const toTeller = row.source === 'guardian' && (action === 'confirm' || action === 'dismiss');
  if (!toTeller && action !== 'classify') return told;
  const names = await namesOf(ctx, [row.person_id]);
  const name = maskName(names.get(row.person_id) ?? '');
  if (action === 'confirm')
    told.push(
      ...deskNotices(ctx, row),
      noticeRequested(ctx, 'aefi_confirmed', { accountId: row.told_by }, row.person_id, { name }),
    );
  if (action === 'dismiss')
    told.push(
      noticeRequested(ctx, 'aefi_dismissed', { accountId: row.told_by }, row.person_id, { name, reason: reason ?? '' }),
    );
  if (action === 'classify')
    for (const { account_id } of await guardiansOf(em, [row.person_id]))
      told.push(noticeRequested(ctx, 'aefi_classified', { accountId: account_id }, row.person_id, { name }));
  return told;
}

/**
 * Mutation.advanceAdverseEvent: takes one edge of the table of states.
 * @throws NOT_FOUND out of reach; FORBIDDEN for another party's act, or a cause only experts may give; BAD_INPUT input.action unknown_code,
 *   input.reason, input.cause (required; wrong_state without findings), input.desk (see {@link refer}); CONFLICT version, wrong_state
 */
export async function advanceAdverseEvent(
  ctx: VaccinesCtx,
  commandId: string,
  input: AdvanceAdverseEventInput,
): Promise<AdverseEvent> {
  const operation = 'Mutation.advanceAdverseEvent';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const { row, parties } = await holdCase(em, input.id, seat);
    if (OTHERWISE.includes(input.action)) throw badInput('input.action', 'unknown_code');
    const edge = takeEdge(row, input.action, parties, input.expectedVersion);
    const reason =
      edge.needsReason || input.reason?.trim() ? readWords(input.reason ?? '', 'input.reason', LONG_TEXT) : null;
    const { state: from, desk } = row;
    await effect(em, ctx, row, input, { parties, reason });
    row.state = edge.to;
    // Nobody at the desk it is referred to has taken it yet.
    if (parties.includes('county')) row.handled_by = input.action === 'refer' ? null : ctx.claims.account;
    await putCase(em, row);
    await addStep(em, {
      caseId: row.id,
      number: row.version,
      at: ctx.clock.now(),
      action: input.action,
      from,
      to: row.state,
      actor: ctx.claims,
      reason,
      ...(row.desk === desk ? {} : { before: { desk } }),
    });
    const events = [...(await notices(em, ctx, row, input.action, reason)), ...(await toldCase(em, row.id))];
    return { outcome: row.id, subject: row.id, detail: { action: input.action, cause: row.cause }, events };
  });
  return readCase(ctx, input.id);
}
