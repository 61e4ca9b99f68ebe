import { badInput, type Em } from '@miaoben/kernel';
import type { MiaobenEvent } from '@miaoben/schema';
import type { VaccinesCtx } from '../../loaders.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { dosesOf } from '../dose/dose.repository.ts';
import { storeForecast } from '../due/recompute.ts';
import { type SubjectRow, storeFacts } from '../person/subject.repository.ts';
import { factCode } from './fact-codes.ts';
import {
  type HealthFactRow,
  healthFactsOf,
  insertHealthFact,
  markEnded,
  markWithdrawn,
  toldFacts,
} from './health-fact.repository.ts';

/** Tells the engine and calculates what follows, in the transaction of the change. */
export async function heed(
  em: Em,
  ctx: VaccinesCtx,
  subject: SubjectRow,
  rows: readonly HealthFactRow[],
): Promise<MiaobenEvent[]> {
  const facts = toldFacts(rows);
  await storeFacts(em, subject.person_id, facts);
  const today = ctx.clock.today();
  const record = { subject: { ...subject, facts }, doses: await dosesOf(em, [subject.person_id]) };
  return storeForecast(em, await catalogueOn(ctx.orm, today), [record], today);
}

/**
 * Enters a fact that follows from another decision of a clinic; its code and dates are checked by the caller, who holds the person.
 * @param enteredFor the file it goes back to when a merge is undone. @returns the events of what follows
 */
export async function enterFact(
  ctx: VaccinesCtx,
  em: Em,
  subject: SubjectRow,
  { factId, code, date, until }: { factId: string; code: string; date: string; until: string | null },
  enteredFor: string,
): Promise<MiaobenEvent[]> {
  const known = factCode(code);
  if (!known) throw new Error(`${code} is no code of a health fact`);
  const row: HealthFactRow = {
    person_id: subject.person_id,
    fact_id: factId,
    kind: known.kind,
    code,
    date,
    until,
    recorded_at: ctx.clock.now().toISOString(),
    withdrawn: false,
  };
  await insertHealthFact(em, row, enteredFor, ctx.claims.account);
  return heed(em, ctx, subject, await healthFactsOf(em, [subject.person_id]));
}

async function factHeld(em: Em, subject: SubjectRow, factId: string): Promise<HealthFactRow> {
  const row = (await healthFactsOf(em, [subject.person_id])).find((r) => r.fact_id === factId);
  if (!row) throw new Error(`the health fact ${factId} is gone`);
  return row;
}

/** Takes a fact back that followed from a decision. @returns the events of what follows */
export async function takeFactBack(
  ctx: VaccinesCtx,
  em: Em,
  subject: SubjectRow,
  factId: string,
  reason: string,
): Promise<MiaobenEvent[]> {
  const row = await factHeld(em, subject, factId);
  await markWithdrawn(em, row, { account: ctx.claims.account, reason, at: ctx.clock.now() });
  return heed(em, ctx, subject, await healthFactsOf(em, [subject.person_id]));
}

/**
 * Lets a state end on a day that was not known when it was entered, or is another than was expected.
 * @throws BAD_INPUT input.until out_of_range when it is not after the first day, or later than expected. @returns the events of what follows
 */
export async function endFact(
  ctx: VaccinesCtx,
  em: Em,
  subject: SubjectRow,
  factId: string,
  until: string,
): Promise<MiaobenEvent[]> {
  const row = await factHeld(em, subject, factId);
  if (until <= row.date || (row.until !== null && until > row.until)) throw badInput('input.until', 'out_of_range');
  await markEnded(em, row, until);
  return heed(em, ctx, subject, await healthFactsOf(em, [subject.person_id]));
}
