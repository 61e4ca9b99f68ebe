import { audit, badInput, type Em, forbidden, isUuidV7, runCommand } from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { isUnitMaster, unitOfMaster } from '../account/unit-master.ts';
import { checkCredential, reasonText } from '../device/device.rules.ts';
import { provenDevice } from '../device/device.service.ts';
import { accountsAmong, entriesOf, lockEntries, markEntries, putEntries } from './kept-entry.repository.ts';
import { checkActs, checkEntry, MAX_ENTRIES } from './kept-entry.rules.ts';
import type { KeepEntriesInput, KeptEntry, KeptEntryAct } from './kept-entry.type.ts';

/**
 * Mutation.keepEntries. The device proves itself by its secret: what was typed is to be saved also where the session is over, and
 * from a device that was reported lost before it is wiped. The key of each row is the entry's own command, so telling twice is once.
 * @returns the ids kept
 */
export async function keepEntries(ctx: IdentityCtx, input: KeepEntriesInput): Promise<string[]> {
  checkCredential(input, 'input');
  const { entries } = input;
  if (entries.length === 0) throw badInput('input.entries', 'required');
  if (entries.length > MAX_ENTRIES) throw badInput('input.entries', 'too_long', { max: MAX_ENTRIES });
  for (const [i, entry] of entries.entries()) checkEntry(entry, i + 1);
  return ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    const device = await provenDevice(em, input);
    const organisation = device.organisation_id;
    const typists = [...new Set(entries.map((e) => e.accountId))];
    const known = await accountsAmong(em, typists);
    const stranger = entries.findIndex((e) => !known.has(e.accountId));
    if (stranger >= 0) throw badInput('input.entries.accountId', 'no_match', { row: stranger + 1 });
    await putEntries(em, ctx.keyring, { device: device.id, organisation, at: ctx.clock.instant() }, entries);
    const who = { account: device.account_id, role: ctx.claims.role };
    await audit(em, who, 'Mutation.keepEntries', device.id, {
      entries: entries.length,
      ...(device.lost_at && { lost: true }),
    });
    return entries.map((e) => e.id);
  });
}

/** Query.keptEntries: of the unit for its master account, else one's own; each look is an audit line, for names stand in them. */
export async function keptEntries(ctx: IdentityCtx, withSettled: boolean): Promise<KeptEntry[]> {
  const { account, organisation } = ctx.claims;
  const isMaster = await isUnitMaster(ctx.em, account);
  if (!organisation) return [];
  const whose = { organisation, account: isMaster ? null : account, withSettled };
  const entries = await entriesOf(ctx.em, ctx.keyring, whose);
  if (entries.length > 0)
    await audit(ctx.em, ctx.claims, 'Query.keptEntries', undefined, {
      rows: entries.length,
      whose: isMaster ? 'unit' : 'own',
    });
  return entries;
}

/**
 * Mutation.settleKeptEntries. Who typed an entry may take it up again on another device; all else is for the master account.
 * @throws FORBIDDEN · BAD_INPUT ids, note · CONFLICT wrong_state
 */
export async function settleKeptEntries(
  ctx: IdentityCtx,
  commandId: string,
  ids: string[],
  act: `${KeptEntryAct}`,
  note: string | null | undefined,
): Promise<KeptEntry[]> {
  if (ids.length === 0) throw badInput('ids', 'required');
  if (ids.length > MAX_ENTRIES) throw badInput('ids', 'too_long', { max: MAX_ENTRIES });
  const wrong = ids.findIndex((id) => !isUuidV7(id));
  if (wrong >= 0) throw badInput('ids', 'format', { row: wrong + 1 });
  const text = act === 'taken' ? null : reasonText(note, 'note');
  const { account, organisation } = ctx.claims;
  await runCommand(ctx, 'Mutation.settleKeptEntries', commandId, { ids, act, note }, async (em) => {
    const isMaster = await isUnitMaster(em, account);
    if (!isMaster && act !== 'taken') await unitOfMaster(em, ctx.claims);
    const held = organisation ? await lockEntries(em, ctx.keyring, ids, organisation) : [];
    const missing = held.length < new Set(ids).size;
    if (missing || (!isMaster && held.some((e) => e.accountId !== account))) throw forbidden();
    checkActs(
      held.map((e) => e.state),
      act,
    );
    await markEntries(em, ids, { state: act, by: account, note: text, at: ctx.clock.instant() });
    return { outcome: true, subject: ids[0]!, detail: { act, entries: ids.length } };
  });
  const after = new Map((await entriesById(ctx, ids)).map((e) => [e.id, e]));
  return ids.flatMap((id) => after.get(id) ?? []);
}

const entriesById = (ctx: IdentityCtx, ids: readonly string[]): Promise<KeptEntry[]> =>
  ctx.em.fork().transactional((inner) => lockEntries(inner as Em, ctx.keyring, ids, ctx.claims.organisation ?? ''));
