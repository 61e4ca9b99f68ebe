import { badInput, forbidden, isUuidV7, MiaobenError, NotHeardOf, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import { decidedNotices } from '../group-declaration/group-declaration.notices.ts';
import { dismissByFact } from '../group-declaration/group-declaration.repository.ts';
import { standsFor } from '../merge/merge.events.ts';
import { lockSubject } from '../person/subject.repository.ts';
import { FACT_CODES, factCode } from './fact-codes.ts';
import type { RecordHealthFactInput } from './health-fact.input.ts';
import {
  type HealthFactRow,
  healthFactsOf,
  insertHealthFact,
  markWithdrawn,
  personOfFact,
  shapeFact,
} from './health-fact.repository.ts';
import type { HealthFact, HealthFactCode } from './health-fact.type.ts';
import { heed } from './heeded-fact.ts';

export const factKinds = (): HealthFactCode[] => [...FACT_CODES];

/** The fact as it stands now. A replay may come after the person has left the caller's reach. */
async function changedFact(ctx: VaccinesCtx, personId: string, factId: string): Promise<HealthFact> {
  if (!(await ctx.loaders.record.clear(personId).load(personId))) throw forbidden();
  const row = (await healthFactsOf(ctx.em, [personId])).find((r) => r.fact_id === factId);
  if (!row) throw forbidden();
  return shapeFact(row);
}

function checkDates(input: RecordHealthFactInput, kind: HealthFactCode, born: string, today: string): void {
  if (input.date > today) throw badInput('date', 'date_in_future');
  if (input.date < born) throw badInput('date', 'date_before_birth');
  if (input.until == null) return;
  if (!kind.hasEnd || input.until <= input.date) throw badInput('until', 'out_of_range');
}

/**
 * Records a dated health fact; what is due is calculated anew in the same transaction.
 * @throws FORBIDDEN for a person out of reach; BAD_INPUT with field and reason; CONFLICT duplicate when the id is there already
 */
export async function recordHealthFact(
  ctx: VaccinesCtx,
  commandId: string,
  input: RecordHealthFactInput,
): Promise<HealthFact> {
  const operation = 'Mutation.recordHealthFact';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const personId = await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    if (!isUuidV7(input.factId)) throw badInput('factId', 'format');
    // What arrives late for a merged file is known of the one that stands for it.
    const subject = await lockSubject(em, await standsFor(em, input.personId), reach);
    if (!subject) throw caughtUp ? forbidden() : new NotHeardOf('people');
    const kind = factCode(input.code);
    if (!kind) throw badInput('code', 'unknown_code');
    checkDates(input, kind, subject.birth_date, ctx.clock.today());
    const rows = await healthFactsOf(em, [subject.person_id]);
    if (rows.some((r) => r.fact_id === input.factId)) {
      throw new MiaobenError('CONFLICT', { field: 'factId', reason: 'duplicate' });
    }
    const now = ctx.clock.now();
    // A device whose clock runs ahead cannot have made an entry in the future.
    const recordedAt = input.recordedAt && input.recordedAt < now ? input.recordedAt : now;
    const row: HealthFactRow = {
      person_id: subject.person_id,
      fact_id: input.factId,
      kind: kind.kind,
      code: kind.code,
      date: input.date,
      until: input.until ?? null,
      recorded_at: recordedAt.toISOString(),
      withdrawn: false,
    };
    await insertHealthFact(em, row, input.personId, ctx.claims.account);
    const events = await heed(em, ctx, subject, [...rows, row]);
    return { outcome: subject.person_id, events, subject: input.factId };
  });
  return changedFact(ctx, personId, input.factId);
}

/**
 * Withdraws a fact entered by mistake; the row stays.
 * @throws FORBIDDEN out of reach or not there; BAD_INPUT without reason; CONFLICT already_voided
 */
export async function withdrawHealthFact(
  ctx: VaccinesCtx,
  commandId: string,
  factId: string,
  reason: string,
): Promise<HealthFact> {
  const operation = 'Mutation.withdrawHealthFact';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const personId = await runCommand(ctx, operation, commandId, { factId, reason }, async (em) => {
    const owner = isUuidV7(factId) ? await personOfFact(em, factId) : undefined;
    const subject = owner && (await lockSubject(em, owner, reach));
    if (!subject) throw forbidden();
    const words = readWords(reason, 'reason');
    const rows = await healthFactsOf(em, [subject.person_id]);
    const row = rows.find((r) => r.fact_id === factId);
    if (!row) throw forbidden();
    if (row.withdrawn) throw new MiaobenError('CONFLICT', { field: 'factId', reason: 'already_voided' });
    const by = { account: ctx.claims.account, reason: words, at: ctx.clock.now() };
    await markWithdrawn(em, row, by);
    const dismissed = await dismissByFact(em, row.person_id, factId, by);
    const after = rows.map((r) => (r === row ? { ...r, withdrawn: true } : r));
    const events = [...(await heed(em, ctx, subject, after)), ...(await decidedNotices(em, ctx, dismissed))];
    return { outcome: subject.person_id, events, subject: factId };
  });
  return changedFact(ctx, personId, factId);
}
