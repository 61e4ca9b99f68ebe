import { forbidden, MiaobenError, runCommand } from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import { askSeat, decideSeat } from './aefi.expert.ts';
import { readCase } from './aefi.read.ts';
import { seatOf } from './aefi.seat.ts';
import type { AdverseEvent } from './aefi.type.ts';
import { holdCase } from './aefi.write.ts';

const decided = () => new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });

/**
 * Mutation.askExpertSeat: asks to sit in the diagnosis group of a case, with the reason; another account of disease control decides.
 * @throws NOT_FOUND; BAD_INPUT reason; CONFLICT already_decided when it is asked for or given
 */
export async function askExpertSeat(
  ctx: VaccinesCtx,
  commandId: string,
  id: string,
  reason: string,
): Promise<AdverseEvent> {
  const operation = 'Mutation.askExpertSeat';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, { id, reason }, async (em) => {
    const { row } = await holdCase(em, id, seat);
    const asked = await askSeat(em, {
      case_id: row.id,
      account_id: ctx.claims.account,
      unit_id: ctx.claims.organisation ?? null,
      reason: readWords(reason, 'reason'),
      asked_at: ctx.clock.now().toISOString(),
    });
    if (!asked) throw decided();
    return { outcome: row.id, subject: row.id };
  });
  return readCase(ctx, id);
}

/**
 * Mutation.decideExpertSeat: nobody seats himself.
 * @throws NOT_FOUND; FORBIDDEN for one's own seat; CONFLICT already_decided when nobody asks
 */
export async function decideExpertSeat(
  ctx: VaccinesCtx,
  commandId: string,
  decision: { id: string; accountId: string; accept: boolean },
): Promise<AdverseEvent> {
  const operation = 'Mutation.decideExpertSeat';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  const { id, accountId, accept } = decision;
  await runCommand(ctx, operation, commandId, decision, async (em) => {
    const { row, parties } = await holdCase(em, id, seat);
    if (!parties.includes('county') || accountId === ctx.claims.account) throw forbidden();
    const state = accept ? 'seated' : 'declined';
    const done = await decideSeat(
      em,
      { caseId: row.id, account: accountId },
      { state, by: ctx.claims.account, at: ctx.clock.now() },
    );
    if (!done) throw decided();
    return { outcome: row.id, subject: row.id, detail: { account: accountId, state } };
  });
  return readCase(ctx, id);
}
