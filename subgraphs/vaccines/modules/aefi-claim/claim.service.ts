import { maskName } from '@miaoben/identifiers';
import {
  audit,
  badInput,
  forbidden,
  isUuid,
  isUuidV7,
  MiaobenError,
  notFound,
  noticeRequested,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { actionsOf, edgeOf } from '@miaoben/kernel/transitions';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import { LONG_TEXT } from '../aefi/aefi.content.ts';
import { findCase } from '../aefi/aefi.repository.ts';
import { seatOf } from '../aefi/aefi.seat.ts';
import { holdCase } from '../aefi/aefi.write.ts';
import { namesOf } from '../register/register.ts';
import {
  type ClaimListRow,
  type ClaimRow,
  claimsOf,
  insertClaim,
  listClaims,
  lockClaim,
  writeClaim,
} from './claim.repository.ts';
import { CLAIM_TABLE, type ClaimParty, type ClaimState, isCompensable, mayApply } from './claim.rules.ts';
import type { AdvanceCompensationInput, ApplyForCompensationInput, CompensationClaim } from './claim.type.ts';

/** Code of a province: two digits. */
const PROVINCE = /^\d{2}$/;
const MOST_YUAN = 100_000_000;

function partiesOf({ claims }: VaccinesCtx, row: Pick<ClaimRow, 'account_id'>): ClaimParty[] {
  if (claims.role === 'guardian') return row.account_id === claims.account ? ['applicant'] : [];
  return claims.role === 'cdc' && claims.divisions.some((d) => PROVINCE.test(d)) ? ['province'] : [];
}

export const shapeClaim = (ctx: VaccinesCtx, row: ClaimListRow): CompensationClaim => ({
  id: row.id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  person: { id: row.person_id },
  birthDate: row.birth_date,
  state: row.state,
  statement: row.statement,
  decision: row.decision,
  amountYuan: row.amount_yuan,
  appliedAt: new Date(row.applied_at),
  decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
  actions: actionsOf(CLAIM_TABLE, row.state, partiesOf(ctx, row)),
  version: row.version,
});

async function read(ctx: VaccinesCtx, caseId: string): Promise<CompensationClaim> {
  const [row] = await claimsOf(ctx.em, [caseId]);
  if (!row) throw notFound();
  return shapeClaim(ctx, row);
}

/**
 * Mutation.applyForCompensation, by a guardian, for a case with a conclusion.
 * @throws NOT_FOUND; BAD_INPUT statement; CONFLICT wrong_state without a conclusion, duplicate when one is open or was granted
 */
export async function applyForCompensation(
  ctx: VaccinesCtx,
  commandId: string,
  input: ApplyForCompensationInput,
): Promise<CompensationClaim> {
  const operation = 'Mutation.applyForCompensation';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const { row } = await holdCase(em, input.caseId, seat);
    if (!isUuidV7(input.claimId)) throw badInput('input.claimId', 'format');
    if (!mayApply(row.state)) throw new MiaobenError('CONFLICT', { field: 'input.caseId', reason: 'wrong_state' });
    const made = await insertClaim(em, {
      id: input.claimId,
      case_id: row.id,
      account_id: ctx.claims.account,
      state: 'applied',
      statement: readWords(input.statement, 'input.statement', LONG_TEXT),
      decision: null,
      amount_yuan: null,
      applied_at: ctx.clock.now().toISOString(),
      decided_at: null,
      version: 1,
    });
    if (!made) throw new MiaobenError('CONFLICT', { field: 'input.caseId', reason: 'duplicate' });
    return { outcome: row.id, subject: row.id, detail: { claim: input.claimId } };
  });
  return read(ctx, input.caseId);
}

function readAmount(input: AdvanceCompensationInput): number | null {
  if (input.action !== 'approve') return null;
  const { amountYuan } = input;
  if (amountYuan == null) throw badInput('input.amountYuan', 'required');
  if (amountYuan < 1 || amountYuan > MOST_YUAN)
    throw badInput('input.amountYuan', 'out_of_range', { min: 1, max: MOST_YUAN });
  return amountYuan;
}

/**
 * Mutation.advanceCompensation. The family is told of each step of the province.
 * @throws NOT_FOUND; FORBIDDEN for another party's step; BAD_INPUT input.reason, input.amountYuan; CONFLICT version, wrong_state, also to
 *   approve when the cause of the case gives no right
 */
export async function advanceCompensation(
  ctx: VaccinesCtx,
  commandId: string,
  input: AdvanceCompensationInput,
): Promise<CompensationClaim> {
  const operation = 'Mutation.advanceCompensation';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  const caseId = await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = isUuid(input.claimId) ? await lockClaim(em, input.claimId) : undefined;
    const of = row && (await findCase(em, row.case_id, seat));
    if (!row || !of) throw notFound();
    const edge = edgeOf(CLAIM_TABLE, row.state, input.action, partiesOf(ctx, row));
    if (edge === 'forbidden') throw forbidden();
    if (row.version !== input.expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
    const wrong = edge === 'wrong_state' || (input.action === 'approve' && !isCompensable(of.cause));
    if (wrong) throw new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });
    const reason =
      edge.needsReason || input.reason?.trim() ? readWords(input.reason ?? '', 'input.reason', LONG_TEXT) : null;
    row.amount_yuan = readAmount(input);
    row.decision = reason;
    row.state = edge.to;
    row.decided_at = edge.to === 'accepted' ? null : ctx.clock.now().toISOString();
    row.version += 1;
    await writeClaim(em, row);
    const events =
      input.action === 'withdraw'
        ? []
        : [
            noticeRequested(ctx, 'compensation_changed', { accountId: row.account_id }, of.person_id, {
              name: maskName((await namesOf(ctx, [of.person_id])).get(of.person_id) ?? ''),
            }),
          ];
    return { outcome: of.id, subject: of.id, detail: { claim: row.id, action: input.action }, events };
  });
  return read(ctx, caseId);
}

/** Query.compensationClaims. The read is one audit line. */
export async function readClaims(
  ctx: VaccinesCtx,
  states: readonly ClaimState[] | null,
  first: number,
  after: string | null,
): Promise<Page<CompensationClaim>> {
  const operation = 'Query.compensationClaims';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  const page = pageRequest(first, after, 1);
  const rows = await listClaims(ctx.em, seat, states, page);
  await audit(ctx.em, ctx.claims, operation, undefined, { persons: rows.slice(0, page.first).map((r) => r.person_id) });
  return toPage(
    rows,
    page,
    (r) => [r.id],
    (r) => shapeClaim(ctx, r),
  );
}
