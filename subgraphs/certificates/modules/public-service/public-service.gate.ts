import { MiaobenError, newId } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import type { ActiveType } from '../licence-type/licence-type.repository.ts';
import { endOfDay } from '../listing/days.ts';
import { countUse, insertBlock } from '../showing/right.repository.ts';
import { insertTrace, type TraceRow } from '../showing/trace.repository.ts';
import { endOldBlock, type PublicRow, type ServiceRow } from './public-service.repository.ts';

const MINUTE_MS = 60_000;
/** Purpose in the traces of showing, beside the scenes that partners name. */
const PURPOSE = '公众查询';
const MARK = 16;

/** Who asks, for counting: an account, or the keyed mark of an address; no address is kept. */
export function askerOf({ claims, clientAddress, keyring }: CertificatesCtx): string {
  if (claims.role !== 'anonymous') return claims.account;
  return `public-${keyring.blind('public-service.address', clientAddress ?? '').slice(0, MARK)}`;
}

/** Writes a look-up into the traces of showing (call log); `told`: it is no use by a partner that statistics count. */
export async function noteLookUp(
  ctx: CertificatesCtx,
  type: ActiveType,
  outcome: TraceRow['outcome'],
  found: PublicRow | null,
): Promise<void> {
  await insertTrace(ctx.em, {
    id: newId(),
    at: ctx.clock.now(),
    account_id: askerOf(ctx),
    organisation_id: null,
    type_code: type.code,
    purpose: PURPOSE,
    kind: 'show',
    outcome,
    holder_blind: found?.holder_document_blind ?? null,
    credential_id: found?.licence_id ?? null,
    rows: found ? 1 : 0,
    told: true,
  });
}

/**
 * Counts a look-up against the limits of its service. More than those of a day block the asker for the type until the day is over or an
 * administrator lifts it (`liftShowingBlock`).
 * @throws RATE_LIMITED `until` the minute is over, or, `blocked`, the day
 */
export async function countLookUp(ctx: CertificatesCtx, type: ActiveType, service: ServiceRow): Promise<void> {
  const now = ctx.clock.now();
  const asker = askerOf(ctx);
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  const use = await countUse(ctx.em, asker, type.code, ctx.clock.today(), minute);
  if (use.blocked && use.calls === 1) {
    await endOldBlock(ctx.em, asker, type.code, now);
    use.blocked = false;
  }
  if (!use.blocked && use.calls > service.per_day) {
    const block = { id: newId(), account_id: asker, type_code: type.code, blocked_at: now, calls: use.calls };
    await insertBlock(ctx.em, block);
    use.blocked = true;
  }
  if (use.blocked) {
    await noteLookUp(ctx, type, 'blocked', null);
    throw new MiaobenError('RATE_LIMITED', { blocked: true, until: endOfDay(ctx.clock.today()).toISOString() });
  }
  if (use.minute_calls > service.per_minute) {
    await noteLookUp(ctx, type, 'limited', null);
    throw new MiaobenError('RATE_LIMITED', { until: new Date(minute.getTime() + MINUTE_MS).toISOString() });
  }
}
