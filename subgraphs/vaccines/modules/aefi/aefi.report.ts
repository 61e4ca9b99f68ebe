import {
  badInput,
  dateInShanghai,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  query,
  runCommand,
} from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import { dosesOf } from '../dose/dose.repository.ts';
import { standsFor } from '../merge/merge.events.ts';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { LONG_TEXT, onServerClock, readContent, readSuspects, replacedBy } from './aefi.content.ts';
import { toldCase } from './aefi.events.ts';
import type { CorrectAdverseEventInput, FollowUpInput, ReportAdverseEventInput } from './aefi.input.ts';
import { deskNotices } from './aefi.notices.ts';
import { readCase } from './aefi.read.ts';
import { type AefiRow, insertCase, putSuspects, type SuspectRow, suspectsOf } from './aefi.repository.ts';
import { seatOf } from './aefi.seat.ts';
import type { AdverseEvent } from './aefi.type.ts';
import { holdCase, keepDeadline, markReported, putCase, takeEdge } from './aefi.write.ts';
import { addStep, insertFollowUp } from './aefi-step.repository.ts';

const SOURCE_OF = { guardian: 'guardian', partner: 'partner', cdc: 'cdc' } as const;

/** The clinic that has to report: the caller's own; for a family, a hospital or disease control the one that gave the dose, else that of the child. */
function unitOf(ctx: VaccinesCtx, subject: SubjectRow, suspects: readonly Omit<SuspectRow, 'case_id'>[]): string {
  if (ctx.claims.role === 'vaccinator' && ctx.claims.organisation) return ctx.claims.organisation;
  return suspects.find((s) => s.clinic_id !== null)?.clinic_id ?? subject.managing_org_id;
}

async function isTaken(em: Em, id: string): Promise<boolean> {
  return (await query(em, 'select 1 from aefi_case where id = $1', [id])).length > 0;
}

/**
 * Mutation.reportAdverseEvent. A clinic's, a hospital's and disease control's (S-26) report is one; what a family tells waits for the clinic.
 * @throws FORBIDDEN for a person out of reach; BAD_INPUT with field and reason; CONFLICT duplicate when the id is there already
 */
export async function reportAdverseEvent(
  ctx: VaccinesCtx,
  commandId: string,
  input: ReportAdverseEventInput,
): Promise<AdverseEvent> {
  const operation = 'Mutation.reportAdverseEvent';
  const { claims, clock } = ctx;
  // Who may not read cases reports none: the answer is the case.
  seatOf(ctx.scopeOf('Query.adverseEvent'), claims);
  const reach = reachOf(ctx.scopeOf(operation), claims);
  const source = SOURCE_OF[claims.role as keyof typeof SOURCE_OF] ?? 'clinic';
  const id = await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    if (!isUuidV7(input.id)) throw badInput('input.id', 'format');
    // What arrives late for a merged file is about the one that stands for it.
    const subject = await lockSubject(em, await standsFor(em, input.personId), reach);
    if (!subject) throw caughtUp ? forbidden() : new NotHeardOf('people');
    if (await isTaken(em, input.id)) throw new MiaobenError('CONFLICT', { field: 'input.id', reason: 'duplicate' });
    const now = clock.now();
    const suspects = readSuspects(
      input.content.suspects,
      await dosesOf(em, [subject.person_id]),
      'input.content.suspects',
    );
    const isFamily = source === 'guardian';
    const { input: card, aheadS } = onServerClock(input.content, { now, suspects });
    const content = readContent(card, 'input.content', { now, isFamily, suspects });
    const row: AefiRow = {
      id: input.id,
      number: null,
      person_id: subject.person_id,
      origin_person: input.personId === subject.person_id ? null : input.personId,
      division: subject.division,
      desk: subject.division,
      referred_by: null,
      came_by: [],
      unit_id: unitOf(ctx, subject, suspects),
      source,
      state: source === 'guardian' ? 'suspected' : 'reported',
      ...content,
      cause: null,
      cause_reason: null,
      findings: null,
      told_by: claims.account,
      handled_by: null,
      entered_at: now.toISOString(),
      reported_at: null,
      reopened_at: null,
      investigated_at: null,
      findings_at: null,
      classified_at: null,
      closed_at: null,
      next_due_at: null,
      next_due: null,
      clock_ahead_s: isFamily ? 0 : aheadS,
      version: 1,
    };
    if (row.state === 'reported') await markReported(em, row, now, clock.today());
    keepDeadline(row);
    await insertCase(em, row);
    await putSuspects(em, row.id, suspects);
    await addStep(em, {
      caseId: row.id,
      number: 1,
      at: now,
      action: row.state === 'reported' ? 'report' : 'tell',
      from: null,
      to: row.state,
      actor: claims,
      reason: null,
    });
    const events = [...deskNotices(ctx, row), ...(await toldCase(em, row.id))];
    return { outcome: row.id, subject: row.id, detail: { source, severity: row.severity }, events };
  });
  return readCase(ctx, id);
}

/**
 * Mutation.correctAdverseEvent: the card as it is to be; what it said before stays in the history.
 * @throws NOT_FOUND out of reach; FORBIDDEN for another party; BAD_INPUT by field, input.content no_match when nothing differs; CONFLICT version,
 *   wrong_state
 */
export async function correctAdverseEvent(
  ctx: VaccinesCtx,
  commandId: string,
  input: CorrectAdverseEventInput,
): Promise<AdverseEvent> {
  const operation = 'Mutation.correctAdverseEvent';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const { row, parties } = await holdCase(em, input.id, seat);
    takeEdge(row, 'correct', parties, input.expectedVersion);
    const reason = readWords(input.reason, 'input.reason');
    const now = ctx.clock.now();
    const suspects = readSuspects(input.content.suspects, await dosesOf(em, [row.person_id]), 'input.content.suspects');
    const content = readContent(
      { ...input.content, foundAt: input.content.foundAt ?? new Date(row.found_at) },
      'input.content',
      { now, isFamily: false, suspects },
    );
    const before = replacedBy({ ...row, suspects: await suspectsOf(em, [row.id]) }, { ...content, suspects });
    if (Object.keys(before).length === 0) throw badInput('input.content', 'no_match');
    Object.assign(row, content, { clock_ahead_s: 0 });
    await putCase(em, row);
    await putSuspects(em, row.id, suspects);
    await addStep(em, {
      caseId: row.id,
      number: row.version,
      at: now,
      action: 'correct',
      from: row.state,
      to: row.state,
      actor: ctx.claims,
      reason,
      before,
    });
    const events = await toldCase(em, row.id);
    return { outcome: row.id, subject: row.id, detail: { fields: Object.keys(before) }, events };
  });
  return readCase(ctx, input.id);
}

/**
 * Mutation.followUpAdverseEvent: how the person was at a later day; the outcome of the case follows the latest day.
 * @throws NOT_FOUND; FORBIDDEN; BAD_INPUT by field; CONFLICT wrong_state
 */
export async function followUpAdverseEvent(
  ctx: VaccinesCtx,
  commandId: string,
  input: FollowUpInput,
): Promise<AdverseEvent> {
  const operation = 'Mutation.followUpAdverseEvent';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const { row, parties } = await holdCase(em, input.id, seat);
    takeEdge(row, 'follow_up', parties);
    if (!isUuidV7(input.followUpId)) throw badInput('input.followUpId', 'format');
    const now = ctx.clock.now();
    if (input.seenOn > ctx.clock.today()) throw badInput('input.seenOn', 'date_in_future');
    if (input.seenOn < dateInShanghai(new Date(row.onset_at))) throw badInput('input.seenOn', 'out_of_range');
    const note = readWords(input.note, 'input.note', LONG_TEXT);
    const [later] = await query(em, 'select 1 from aefi_follow_up where case_id = $1 and seen_on > $2::date limit 1', [
      row.id,
      input.seenOn,
    ]);
    await insertFollowUp(em, {
      id: input.followUpId,
      case_id: row.id,
      seen_on: input.seenOn,
      outcome: input.outcome,
      note,
      account_id: ctx.claims.account,
      unit_id: ctx.claims.organisation ?? null,
      recorded_at: now.toISOString(),
    });
    if (!later) row.outcome = input.outcome;
    // A death heard of at a follow-up is one to be told at once.
    if (input.outcome === 'died' && row.severity !== 'cluster') row.severity = 'death';
    await putCase(em, row);
    await addStep(em, {
      caseId: row.id,
      number: row.version,
      at: now,
      action: 'follow_up',
      from: row.state,
      to: row.state,
      actor: ctx.claims,
      reason: null,
    });
    const events = await toldCase(em, row.id);
    return { outcome: row.id, subject: row.id, detail: { outcome: input.outcome }, events };
  });
  return readCase(ctx, input.id);
}
