import { badInput, type Em, isUuidV7, MiaobenError, newId, notFound, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { allowed } from '../file-state/file-state.allowed.ts';
import { findPersons, openFile, type PersonRow, type SingleReach, singleReach } from '../person/person.repository.ts';
import { orConflict } from '../person/person.service.ts';
import {
  closeEmpty,
  endStay,
  insertHousehold,
  insertMember,
  lockHousehold,
  membersNow,
} from './household.repository.ts';
import { checkedRelation, joined, parted, type Related, restated } from './household.rules.ts';
import type { JoinHouseholdInput, LeaveHouseholdInput, RelateHouseholdInput } from './household.type.ts';

type Act = 'Mutation.joinHousehold' | 'Mutation.relateHousehold' | 'Mutation.leaveHousehold';

const scopeOf = (ctx: PeopleCtx, operation: Act): SingleReach =>
  singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);

async function found(em: Em, id: string, scope: SingleReach): Promise<PersonRow> {
  const [row] = isUuidV7(id) ? await findPersons(em, [id], scope) : [];
  if (!row || row.deleted_on !== null) throw notFound();
  return row;
}

/** The file of the one the act is about, which the caller may change. @throws NOT_FOUND, FORBIDDEN, CONFLICT wrong_state */
async function changeable(ctx: PeopleCtx, em: Em, id: string, scope: SingleReach): Promise<PersonRow> {
  const row = await found(em, id, scope);
  allowed(ctx, openFile(ctx.keyring, row), 'change');
  return row;
}

/** The household of a person, locked. @throws CONFLICT wrong_state when there is none */
async function lockedHome(em: Em, personId: string): Promise<string> {
  const id = await lockHousehold(em, personId);
  if (!id) throw new MiaobenError('CONFLICT', { field: 'input.personId', reason: 'wrong_state' });
  return id;
}

/** Opens a household for one person, who is its head. */
async function opened(ctx: PeopleCtx, em: Em, head: PersonRow): Promise<string> {
  const { account } = ctx.claims;
  const at = ctx.clock.now();
  const id = await insertHousehold(em, newId(), head.residence, account, at);
  await orConflict('input.personId', insertMember(em, id, { personId: head.id, relation: 'head' }, account, at));
  return id;
}

async function afterwards(ctx: PeopleCtx, id: string, scope: SingleReach): Promise<PersonRow> {
  const [row] = await findPersons(ctx.em, [id], scope);
  if (!row) throw notFound();
  return row;
}

/**
 * Puts a person into a household, or opens one of the own.
 * @throws NOT_FOUND; FORBIDDEN; CONFLICT wrong_state (the file has ended), duplicate (lives in a household already);
 *   BAD_INPUT input.relation (required, duplicate head, no_match with the sex), input (out_of_range)
 */
export async function joinHousehold(ctx: PeopleCtx, commandId: string, input: JoinHouseholdInput): Promise<PersonRow> {
  const operation = 'Mutation.joinHousehold';
  const scope = scopeOf(ctx, operation);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = await changeable(ctx, em, input.personId, scope);
    const { withPersonId, relation } = input;
    if (!withPersonId) await opened(ctx, em, row);
    else {
      if (!relation) throw badInput('input.relation', 'required');
      if (withPersonId === row.id) throw badInput('input.withPersonId', 'duplicate');
      const other = await changeable(ctx, em, withPersonId, scope);
      const home = (await lockHousehold(em, other.id)) ?? (await opened(ctx, em, other));
      const one: Related = { personId: row.id, relation: checkedRelation('input.relation', relation, row.sex) };
      joined(await membersNow(em, home), one);
      await orConflict('input.personId', insertMember(em, home, one, ctx.claims.account, ctx.clock.now()));
    }
    return { outcome: row.id, subject: row.id };
  });
  return afterwards(ctx, input.personId, scope);
}

/** States the relations of a household anew. @throws as `restated`; NOT_FOUND; FORBIDDEN; CONFLICT wrong_state */
export async function relateHousehold(
  ctx: PeopleCtx,
  commandId: string,
  input: RelateHouseholdInput,
): Promise<PersonRow> {
  const operation = 'Mutation.relateHousehold';
  const scope = scopeOf(ctx, operation);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = await changeable(ctx, em, input.personId, scope);
    const home = await lockedHome(em, row.id);
    const changed = restated(await membersNow(em, home), input.relations);
    const files = await findPersons(
      em,
      changed.map((c) => c.personId),
      { reach: { kind: 'all' }, organisation: undefined },
    );
    const sexes = new Map(files.map((f) => [f.id, f.sex]));
    const now = ctx.clock.now();
    for (const one of changed) {
      checkedRelation('input.relations', one.relation, sexes.get(one.personId) ?? 'U');
      await endStay(em, home, one.personId, 'relation_changed', ctx.claims.account, now);
      await insertMember(em, home, one, ctx.claims.account, now);
    }
    return { outcome: row.id, subject: row.id, detail: { persons: changed.map((c) => c.personId) } };
  });
  return afterwards(ctx, input.personId, scope);
}

/** Takes a person out of a household; 分户 opens one of the own. @throws as `parted`; NOT_FOUND; FORBIDDEN; CONFLICT wrong_state */
export async function leaveHousehold(
  ctx: PeopleCtx,
  commandId: string,
  input: LeaveHouseholdInput,
): Promise<PersonRow> {
  const operation = 'Mutation.leaveHousehold';
  const scope = scopeOf(ctx, operation);
  if (input.reason === 'relation_changed' || input.reason === 'merged') throw badInput('input.reason', 'unknown_code');
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = await changeable(ctx, em, input.personId, scope);
    const home = await lockedHome(em, row.id);
    const members = await membersNow(em, home);
    parted(members, row.id);
    const isAlone = members.every((m) => m.personId === row.id || m.isDeleted);
    if (input.reason === 'split_off' && isAlone)
      throw new MiaobenError('CONFLICT', { field: 'input.reason', reason: 'wrong_state' });
    const at = ctx.clock.now();
    await endStay(em, home, row.id, input.reason, ctx.claims.account, at);
    await closeEmpty(em, home, at);
    if (input.reason === 'split_off') await opened(ctx, em, row);
    return { outcome: row.id, subject: row.id, detail: { reason: input.reason } };
  });
  return afterwards(ctx, input.personId, scope);
}
