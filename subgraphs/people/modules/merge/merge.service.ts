import { badInput, documentBlind, type Em, isUuidV7, MiaobenError, notFound, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent, PersonMerged } from '@miaoben/schema';
import type { PeopleCtx } from '../../loaders.ts';
import { bindingChanged } from '../binding/binding.repository.ts';
import { documentsInUse } from '../duplicate/duplicate.service.ts';
import { endedFile, reopenedFile } from '../file-state/file-state.rules.ts';
import { givePlaceBack, takePlace } from '../household/household.merge.ts';
import { rewriteFile } from '../person/person.change.ts';
import {
  findPersons,
  lockPerson,
  openFile,
  type PersonRow,
  type SingleReach,
  singleReach,
} from '../person/person.repository.ts';
import { awaitCheck } from '../quality/quality.repository.ts';
import {
  endLink,
  giveBindingsBack,
  insertLink,
  type LinkRow,
  lendGuardians,
  lendHealthRecord,
  moveBindings,
  standingLink,
  takeLentBack,
} from './merge.repository.ts';
import { joinedFile, partedFile, type Taken, takenBetween } from './merge.rules.ts';
import type { MergeField } from './merge.type.ts';

/** What the sealed columns of a link are sealed for. */
export const SEALED = { reason: 'person_link.reason', taken: 'person_link.taken' };

const personMerged = (personId: string, survivorId: string | null, version: number): PersonMerged => ({
  type: 'person.merged',
  personId,
  survivorId,
  version,
});

/** Both files locked in the order of their ids, so that two merges cannot wait for each other. @throws NOT_FOUND */
async function lockBoth(em: Em, ids: readonly [string, string], scope: SingleReach): Promise<[PersonRow, PersonRow]> {
  const rows = new Map<string, PersonRow>();
  for (const id of [...ids].sort()) {
    const row = isUuidV7(id) ? await lockPerson(em, id, scope) : undefined;
    if (!row) throw notFound();
    rows.set(id, row);
  }
  return [rows.get(ids[0])!, rows.get(ids[1])!];
}

async function read(ctx: PeopleCtx, id: string): Promise<PersonRow> {
  const [row] = await findPersons(ctx.em, [id], { reach: { kind: 'all' }, organisation: undefined });
  if (!row) throw notFound();
  return row;
}

/** The fields the survivor takes, in place before anybody is told. @returns what changed, and the event of it */
async function takeFields(
  em: Em,
  ctx: PeopleCtx,
  [survivor, merged]: readonly [PersonRow, PersonRow],
  take: readonly `${MergeField}`[],
): Promise<{ taken: string | null; event: MiaobenEvent | undefined }> {
  const before = openFile(ctx.keyring, survivor);
  const after = joinedFile(before, openFile(ctx.keyring, merged), take, ctx.clock.today());
  const { changed, event } = await rewriteFile(em, ctx, survivor, before, after);
  if (changed.length === 0) return { taken: null, event };
  return { taken: ctx.keyring.seal(JSON.stringify(takenBetween(before, after)), SEALED.taken), event };
}

/** Takes from the survivor what the merge brought it. */
async function giveFieldsBack(
  em: Em,
  ctx: PeopleCtx,
  survivor: PersonRow,
  { taken_sealed }: LinkRow,
): Promise<MiaobenEvent | undefined> {
  if (taken_sealed === null) return undefined;
  const taken = JSON.parse(ctx.keyring.open(taken_sealed, SEALED.taken)) as Taken;
  const file = openFile(ctx.keyring, survivor);
  return (await rewriteFile(em, ctx, survivor, file, partedFile(file, taken))).event;
}

/**
 * Joins two files of one person: the second ends and points to the first; its families are bound to the first from now on, its
 * guardians and conditions stand there too, with the fields that were chosen; the other subgraphs read what they have of the second
 * under the first.
 * @throws NOT_FOUND outside the reach; BAD_INPUT reason, mergedId (duplicate: the same file), documentNumber; CONFLICT wrong_state when one of them
 *   is cancelled or merged already
 */
export async function mergePersons(
  ctx: PeopleCtx,
  commandId: string,
  input: { survivorId: string; mergedId: string; reason: string; take: readonly `${MergeField}`[] },
): Promise<PersonRow> {
  const operation = 'Mutation.mergePersons';
  const scope = singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const { survivorId, mergedId } = input;
    const reason = readWords(input.reason, 'reason');
    if (survivorId === mergedId) throw badInput('mergedId', 'duplicate');
    const [survivor, merged] = await lockBoth(em, [survivorId, mergedId], scope);
    if (survivor.registration_state === 'cancelled' || merged.registration_state === 'cancelled') {
      throw new MiaobenError('CONFLICT', { field: 'mergedId', reason: 'wrong_state' });
    }
    const before = openFile(ctx.keyring, merged);
    const { event } = await rewriteFile(
      em,
      ctx,
      merged,
      before,
      endedFile(before, { reason: 'merged', on: ctx.clock.today() }),
    );
    // The ended file has given its document number free by now.
    const fields = await takeFields(em, ctx, [survivor, merged], input.take);
    await lendGuardians(em, mergedId, survivorId);
    await lendHealthRecord(em, mergedId, survivorId);
    const at = ctx.clock.now();
    await takePlace(em, mergedId, survivorId, { by: ctx.claims.account, at });
    await awaitCheck(em, [survivorId]);
    const bindings = await moveBindings(em, mergedId, survivorId);
    const version = await insertLink(em, {
      merged_id: mergedId,
      survivor_id: survivorId,
      state_before: merged.registration_state,
      bindings,
      taken_sealed: fields.taken,
      reasonSealed: ctx.keyring.seal(reason, SEALED.reason),
      by: ctx.claims.account,
      at,
    });
    const events: MiaobenEvent[] = [
      personMerged(mergedId, survivorId, version),
      ...(event ? [event] : []),
      ...(fields.event ? [fields.event] : []),
      ...bindings.flatMap((b) => [
        bindingChanged(b.account_id, mergedId, false),
        ...(b.bound ? [bindingChanged(b.account_id, survivorId, true)] : []),
      ]),
    ];
    return { outcome: survivorId, subject: mergedId, detail: { survivor: survivorId, take: input.take }, events };
  });
  return read(ctx, input.survivorId);
}

/**
 * Undoes a merge: the file stands again as it was, with its families; the survivor loses what it got from it.
 * @throws NOT_FOUND outside the reach; CONFLICT wrong_state when it is not merged, duplicate when its document is in use meanwhile
 */
export async function unmergePerson(ctx: PeopleCtx, commandId: string, mergedId: string): Promise<PersonRow> {
  const operation = 'Mutation.unmergePerson';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const scope = singleReach(reach, ctx.claims);
  await runCommand(ctx, operation, commandId, { mergedId }, async (em) => {
    const known = isUuidV7(mergedId) ? await standingLink(em, mergedId) : undefined;
    if (!known) {
      if (!isUuidV7(mergedId) || !(await lockPerson(em, mergedId, scope))) throw notFound();
      throw new MiaobenError('CONFLICT', { field: 'mergedId', reason: 'wrong_state' });
    }
    const [survivor, merged] = await lockBoth(em, [known.survivor_id, mergedId], scope);
    // Read again under the locks: another one may just have undone it.
    const link = await standingLink(em, mergedId);
    if (!link) throw new MiaobenError('CONFLICT', { field: 'mergedId', reason: 'wrong_state' });
    // First: the survivor may have taken the document number.
    const parted = await giveFieldsBack(em, ctx, survivor, link);
    await takeLentBack(em, mergedId);
    const at = ctx.clock.now();
    const since = new Date(link.merged_at);
    await givePlaceBack(em, { mergedId, survivorId: survivor.id, since }, { by: ctx.claims.account, at });
    await awaitCheck(em, [survivor.id]);
    const ended = openFile(ctx.keyring, merged);
    const registrationState = link.state_before as typeof ended.registrationState;
    if (ended.documentNumber) {
      const blind = documentBlind(ctx.keyring, ended.documentNumber);
      const owner = (await documentsInUse(em, [blind], reach)).get(blind);
      if (owner) throw new MiaobenError('CONFLICT', { field: 'documentNumber', reason: 'duplicate' });
    }
    const { event } = await rewriteFile(em, ctx, merged, ended, reopenedFile(ended, registrationState));
    const given = await giveBindingsBack(em, link);
    await endLink(em, link, ctx.claims.account, at);
    const events: MiaobenEvent[] = [
      ...(parted ? [parted] : []),
      ...(event ? [event] : []),
      personMerged(mergedId, null, link.version + 1),
      ...given.flatMap(({ account_id, leaves }) => [
        ...(leaves ? [bindingChanged(account_id, link.survivor_id, false)] : []),
        bindingChanged(account_id, mergedId, true),
      ]),
    ];
    return { outcome: mergedId, subject: mergedId, detail: { survivor: link.survivor_id }, events };
  });
  return read(ctx, mergedId);
}
