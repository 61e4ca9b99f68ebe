import { type Em, forbidden, MiaobenError, newId } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { type ActiveType, activeType } from '../licence-type/licence-type.repository.ts';
import { countUse, insertBlock, type RightRow, standingRight } from './right.repository.ts';
import type { Shown } from './showing.port.ts';
import { readPurpose } from './showing.rules.ts';
import { insertTrace, type TraceRow } from './trace.repository.ts';

const MINUTE_MS = 60_000;

/** What a call may have: purposes null: any that is stated. */
type Allowance = Pick<RightRow, 'fields' | 'per_minute' | 'per_day' | 'result_format'> & {
  readonly purposes: readonly string[] | null;
};
/** Who asks by its office needs no right of a system's kind; the pace is that of a person at a screen. */
const OF_OFFICE: Allowance = { purposes: null, fields: null, per_minute: 60, per_day: 1_000, result_format: 'words' };

/** A call that may go on: its right holds, its purpose is one of the right, its limits are not used up. */
export interface Admitted {
  readonly type: ActiveType;
  readonly right: Allowance;
  readonly purpose: string;
  readonly kind: TraceRow['kind'];
}

async function trace(
  em: Em,
  ctx: CertificatesCtx,
  call: { typeCode: string; purpose: string; kind: TraceRow['kind'] },
  result: { outcome: TraceRow['outcome']; holderBlind: string | null; shown: readonly Shown[] },
): Promise<void> {
  const { account, organisation } = ctx.claims;
  await insertTrace(em, {
    id: newId(),
    at: ctx.clock.now(),
    account_id: account,
    organisation_id: organisation ?? null,
    type_code: call.typeCode,
    purpose: call.purpose,
    kind: call.kind,
    outcome: result.outcome,
    holder_blind: result.holderBlind,
    credential_id: result.shown.length === 1 ? (result.shown[0]?.id ?? null) : null,
    rows: result.shown.length,
    told: result.outcome !== 'found',
  });
}

/**
 * Admits a call for licences of a type (J-53), by a right or by office, or refuses it; a refusal leaves its trace too. Without a right a type that is there and one
 * that is not are refused alike.
 * @throws FORBIDDEN without a right for type and purpose; RATE_LIMITED over a limit, with `blocked` until an administrator lifts it
 */
export async function admit(
  ctx: CertificatesCtx,
  call: { operation: string; type: string; purpose: string; kind: TraceRow['kind'] },
): Promise<Admitted> {
  const purpose = readPurpose(call.purpose);
  const { account, organisation } = ctx.claims;
  const type = await activeType(ctx.em, call.type);
  const right: Allowance | undefined =
    ctx.scopeOf(call.operation) === 'grant'
      ? await standingRight(ctx.em, type?.code ?? '', account, organisation)
      : OF_OFFICE;
  const of = { typeCode: type?.code ?? '', purpose, kind: call.kind };
  const refuse = (outcome: TraceRow['outcome']) => trace(ctx.em, ctx, of, { outcome, holderBlind: null, shown: [] });
  const isMeant = right && (right.purposes === null || right.purposes.includes(purpose));
  if (!type || !isMeant) {
    await refuse('refused');
    throw forbidden();
  }
  const now = ctx.clock.now();
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  const use = await countUse(ctx.em, account, type.code, ctx.clock.today(), minute);
  if (!use.blocked && use.calls > right.per_day) {
    await insertBlock(ctx.em, {
      id: newId(),
      account_id: account,
      type_code: type.code,
      blocked_at: now,
      calls: use.calls,
    });
    use.blocked = true;
  }
  if (use.blocked) {
    await refuse('blocked');
    throw new MiaobenError('RATE_LIMITED', { blocked: true });
  }
  if (use.minute_calls > right.per_minute) {
    await refuse('limited');
    const retryAfter = Math.ceil((minute.getTime() + MINUTE_MS - now.getTime()) / 1_000);
    throw new MiaobenError('RATE_LIMITED', { retryAfter });
  }
  return { type, right, purpose, kind: call.kind };
}

/** Writes down what an admitted call was answered with; for every answer the same. */
export async function noteAnswer(
  ctx: CertificatesCtx,
  { type, purpose, kind }: Admitted,
  shown: readonly Shown[],
  holderBlind: string | null,
): Promise<void> {
  const outcome = shown.length > 0 ? 'found' : 'none';
  await trace(ctx.em, ctx, { typeCode: type.code, purpose, kind }, { outcome, holderBlind, shown });
}
