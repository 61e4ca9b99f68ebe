import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  newId,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import type { VaccinesCtx } from '../../loaders.ts';
import { healthFactsOf } from '../health/health-fact.repository.ts';
import { endFact, enterFact, takeFactBack } from '../health/heeded-fact.ts';
import { standsFor } from '../merge/merge.events.ts';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { decidedNotices } from './group-declaration.notices.ts';
import {
  type DeclarationRow,
  decideDeclaration,
  declarationsOf,
  insertDeclaration,
  lockDeclaration,
  openDeclarations,
} from './group-declaration.repository.ts';
import { checkedDeclaration, confirmedFact, declarationEdge } from './group-declaration.rules.ts';
import type {
  DecideGroupDeclarationInput,
  DeclareGroupInput,
  OpenGroupDeclarationPage,
} from './group-declaration.type.ts';

type Act = 'Mutation.declareGroup' | 'Mutation.withdrawGroupDeclaration' | 'Mutation.decideGroupDeclaration';

async function held(
  ctx: VaccinesCtx,
  em: Em,
  operation: Act,
  personId: string,
  caughtUp: boolean,
): Promise<SubjectRow> {
  const subject = await lockSubject(em, await standsFor(em, personId), reachOf(ctx.scopeOf(operation), ctx.claims));
  if (!subject) throw caughtUp ? forbidden() : new NotHeardOf('people');
  return subject;
}

async function declarationOf(em: Em, personId: string, id: string): Promise<DeclarationRow> {
  const row = isUuidV7(id) ? await lockDeclaration(em, personId, id) : undefined;
  if (!row) throw forbidden();
  return row;
}

const aboutOf = (subject: SubjectRow) => ({ sex: subject.sex, birthDate: subject.birth_date });

/** Whether a declaration other than one given waits for the clinic, or is confirmed and holds on a day. */
async function hasStanding(
  em: Em,
  subject: SubjectRow,
  row: Pick<DeclarationRow, 'id' | 'special_group'>,
  day: string,
) {
  const rows = (await declarationsOf(em, [subject.person_id])).filter(
    (r) => r.special_group === row.special_group && r.id !== row.id,
  );
  if (rows.some((r) => r.state === 'declared')) return true;
  const confirmed = rows.filter((r) => r.state === 'confirmed');
  if (confirmed.length === 0) return false;
  const facts = await healthFactsOf(em, [subject.person_id]);
  return confirmed.some((r) => facts.some((f) => f.fact_id === r.fact_id && (f.until === null || f.until > day)));
}

/**
 * Declares a special group of a person, for a clinic to decide on.
 * @throws FORBIDDEN out of reach; BAD_INPUT input.id, as `checkedDeclaration`; CONFLICT duplicate for the same id, or a group that is
 *   declared or confirmed already. @returns the person
 */
export async function declareGroup(ctx: VaccinesCtx, commandId: string, input: DeclareGroupInput): Promise<string> {
  const operation = 'Mutation.declareGroup';
  if (!isUuidV7(input.id)) throw badInput('input.id', 'format');
  const today = ctx.clock.today();
  return runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const subject = await held(ctx, em, operation, input.personId, caughtUp);
    const checked = checkedDeclaration(input, aboutOf(subject), today);
    if (await lockDeclaration(em, subject.person_id, input.id))
      throw new MiaobenError('CONFLICT', { field: 'input.id', reason: 'duplicate' });
    if (await hasStanding(em, subject, { id: input.id, special_group: input.group }, today))
      throw new MiaobenError('CONFLICT', { field: 'input.group', reason: 'duplicate' });
    await insertDeclaration(
      em,
      {
        person_id: subject.person_id,
        id: input.id,
        special_group: input.group,
        since: input.since,
        expected_end: checked.expectedEnd,
        note: checked.note,
        declared_by: ctx.claims.account,
      },
      input.personId,
      ctx.clock.now(),
    );
    return { outcome: subject.person_id, subject: input.id };
  });
}

/** Takes a declaration back; the row stays. @throws FORBIDDEN; CONFLICT version, wrong_state. @returns the person */
export async function withdrawGroupDeclaration(
  ctx: VaccinesCtx,
  commandId: string,
  input: { personId: string; id: string; expectedVersion: number },
): Promise<string> {
  const operation = 'Mutation.withdrawGroupDeclaration';
  return runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const subject = await held(ctx, em, operation, input.personId, caughtUp);
    const row = await declarationOf(em, subject.person_id, input.id);
    const { to: state } = declarationEdge(row, input.expectedVersion, 'withdraw', 'family');
    await decideDeclaration(em, row, { state, fact_id: null, reason: null }, ctx.claims.account, ctx.clock.now());
    return { outcome: subject.person_id, subject: input.id };
  });
}

/** Lets the health facts follow a decision. @returns the fact it rests on afterwards, and what else changed by it */
async function followFact(
  ctx: VaccinesCtx,
  em: Em,
  subject: SubjectRow,
  row: DeclarationRow,
  input: DecideGroupDeclarationInput,
  reason: string | null,
): Promise<{ factId: string | null; events: MiaobenEvent[] }> {
  const today = ctx.clock.today();
  switch (input.action) {
    case 'confirm': {
      const fact = confirmedFact({ group: row.special_group, since: row.since }, input, aboutOf(subject), today);
      const factId = newId();
      // With a merge undone, the fact goes back to the file the declaration was made for.
      const events = await enterFact(ctx, em, subject, { factId, ...fact }, row.origin_person ?? row.person_id);
      return { factId, events };
    }
    case 'end':
      if (!row.fact_id) throw new Error(`the confirmed declaration ${row.id} has no fact`);
      return { factId: row.fact_id, events: await endFact(ctx, em, subject, row.fact_id, input.until ?? today) };
    case 'reopen':
      if (await hasStanding(em, subject, row, today))
        throw new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });
      if (!row.fact_id || reason === null) return { factId: null, events: [] };
      return { factId: null, events: await takeFactBack(ctx, em, subject, row.fact_id, reason) };
    default:
      return { factId: null, events: [] };
  }
}

/**
 * A clinic decides on a declaration. Confirmed, it is entered as a health fact in the same transaction; reopened, the fact is taken
 * back; ended, it holds no longer. Whoever declared it is told.
 * @throws FORBIDDEN; CONFLICT version, wrong_state (also for reopening while a later declaration of the group stands); BAD_INPUT
 *   input.factCode, input.since, input.until, input.reason. @returns the person
 */
export async function decideGroupDeclaration(
  ctx: VaccinesCtx,
  commandId: string,
  input: DecideGroupDeclarationInput,
): Promise<string> {
  const operation = 'Mutation.decideGroupDeclaration';
  return runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const subject = await held(ctx, em, operation, input.personId, caughtUp);
    const row = await declarationOf(em, subject.person_id, input.id);
    const edge = declarationEdge(row, input.expectedVersion, input.action, 'clinic');
    const reason = edge.needsReason ? readWords(input.reason, 'input.reason') : null;
    const { factId, events } = await followFact(ctx, em, subject, row, input, reason);
    await decideDeclaration(em, row, { state: edge.to, fact_id: factId, reason }, ctx.claims.account, ctx.clock.now());
    const notices = await decidedNotices(em, ctx, [row]);
    return {
      outcome: subject.person_id,
      events: [...events, ...notices],
      subject: input.id,
      detail: { action: input.action },
    };
  });
}

/** Declarations that wait for the caller's clinic, of the files it manages. */
export async function openGroupDeclarations(
  ctx: VaccinesCtx,
  first: number,
  after: string | null | undefined,
): Promise<OpenGroupDeclarationPage> {
  const operation = 'Query.openGroupDeclarations';
  const request = pageRequest(first, after, 2);
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const { organisation } = ctx.claims;
  if (!organisation) throw forbidden();
  const rows = await openDeclarations(ctx.em, reach, organisation, request.key, request.limit);
  await audit(ctx.em, ctx.claims, operation, organisation, { rows: Math.min(rows.length, request.first) });
  return toPage(
    rows,
    request,
    (r) => [r.declared_at, r.id],
    (r) => ({
      id: r.id,
      person: { id: r.person_id },
      birthDate: r.birth_date,
      group: r.special_group,
      since: r.since,
      declaredAt: new Date(r.declared_at),
    }),
  );
}
