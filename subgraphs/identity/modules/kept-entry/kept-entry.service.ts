import { audit, badInput, type Claims, type Em, forbidden, isUuidV7, runCommand } from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { isUnitMaster } from '../account/unit-master.ts';
import { checkCredential, reasonText } from '../device/device.rules.ts';
import { provenDevice } from '../device/device.service.ts';
import {
  accountsAmong,
  entriesOf,
  type KeptReach,
  lockEntries,
  markEntries,
  putEntries,
} from './kept-entry.repository.ts';
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

/**
 * The master account of a unit decides on all its entries; a desk of disease control on those of its area that were typed by who works under
 * no clinic or school (inspectors, disease control itself), for whose units nobody is master. Everybody else has the own ones.
 */
async function keeperOf(em: Em, { account, organisation, role, divisions }: Claims) {
  const isDesk = role === 'cdc';
  const isMaster = await isUnitMaster(em, account);
  const reach: KeptReach = {
    organisation: organisation ?? null,
    account: isMaster ? null : account,
    divisions: isDesk ? divisions : [],
  };
  return { reach, decides: isMaster || isDesk, whose: isMaster ? 'unit' : isDesk ? 'area' : 'own' };
}

/** Query.keptEntries: those of `keeperOf`; each look is an audit line, for names stand in them. */
export async function keptEntries(ctx: IdentityCtx, withSettled: boolean): Promise<KeptEntry[]> {
  const { reach, whose } = await keeperOf(ctx.em, ctx.claims);
  const entries = await entriesOf(ctx.em, ctx.keyring, reach, withSettled);
  if (entries.length > 0)
    await audit(ctx.em, ctx.claims, 'Query.keptEntries', undefined, { rows: entries.length, whose });
  return entries;
}

/**
 * Mutation.settleKeptEntries. Who typed an entry may take it up again on another device; all else is for who decides (`keeperOf`).
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
  await runCommand(ctx, 'Mutation.settleKeptEntries', commandId, { ids, act, note }, async (em) => {
    const { reach, decides } = await keeperOf(em, ctx.claims);
    if (!decides && act !== 'taken') throw forbidden();
    const held = await lockEntries(em, ctx.keyring, reach, ids);
    if (held.length < new Set(ids).size) throw forbidden();
    checkActs(
      held.map((e) => e.state),
      act,
    );
    await markEntries(em, ids, { state: act, by: ctx.claims.account, note: text, at: ctx.clock.instant() });
    return { outcome: true, subject: ids[0]!, detail: { act, entries: ids.length } };
  });
  const after = await ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    return lockEntries(em, ctx.keyring, (await keeperOf(em, ctx.claims)).reach, ids);
  });
  const byId = new Map(after.map((e) => [e.id, e]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
