import { audit, badInput, change, type Em, forbidden, isUuid, notFound, runCommand } from '@miaoben/kernel';
import { type FileBlock, hideableBlocks } from '@miaoben/schema';
import type { IdentityCtx } from '../../loaders.ts';
import { endTokens } from '../key/ended-tokens.ts';
import { unlock } from '../session/lock-out.ts';
import { AccountEntity } from './account.entity.ts';
import { accountsById, accountsWorkingFor } from './account.repository.ts';
import { accountScope } from './account.scope.ts';
import { openDocument, openName, openPhone } from './account.sealing.ts';
import type { Account, GuardianIdentity } from './account.type.ts';
import { isUnitMaster } from './unit-master.ts';

/** Roles of those who work in a unit. */
const UNIT_ROLES: readonly string[] = ['vaccinator', 'school_checker'];

async function inScope(ctx: IdentityCtx, em: Em, id: string): Promise<Account> {
  const found = isUuid(id) ? await accountsById(em, ctx.keyring, accountScope(ctx.claims), [id]) : [];
  if (!found[0]) throw forbidden();
  return found[0];
}

/** Opens an account that locked itself by failures, before its time. @throws FORBIDDEN outside the administrator's area, and when it is not there */
export async function unlockAccount(ctx: IdentityCtx, commandId: string, accountId: string): Promise<Account> {
  await inScope(ctx, ctx.em, accountId);
  await runCommand(ctx, 'Mutation.unlockAccount', commandId, { accountId }, async (em) => {
    await unlock(em, accountId);
    return { outcome: { accountId }, subject: accountId };
  });
  return inScope(ctx, ctx.em, accountId);
}

/**
 * Hides blocks of files from an account, those given and no others (J-04); the tokens it holds end, the next ones say so.
 * @throws FORBIDDEN outside the administrator's area; BAD_INPUT blocks (out_of_range: not hidden from this role)
 */
export async function hideBlocks(
  ctx: IdentityCtx,
  commandId: string,
  accountId: string,
  blocks: readonly FileBlock[],
): Promise<Account> {
  const { role } = await inScope(ctx, ctx.em, accountId);
  const allowed = hideableBlocks(role);
  if (blocks.some((block) => !allowed.includes(block))) throw badInput('blocks', 'out_of_range');
  const hidden = allowed.filter((block) => blocks.includes(block));
  await runCommand(ctx, 'Mutation.hideBlocks', commandId, { accountId, blocks }, async (em) => {
    await change(em, 'update account set hidden_blocks = $2 where id = $1', [
      accountId,
      hidden.length > 0 ? hidden : null,
    ]);
    await endTokens(em, accountId);
    return { outcome: { accountId }, subject: accountId, detail: { hidden } };
  });
  return inScope(ctx, ctx.em, accountId);
}

/** Mutation.setUnitMaster. A unit may have several: one of them may be away. @throws FORBIDDEN · BAD_INPUT no_match for one that works for no unit */
export async function setUnitMaster(
  ctx: IdentityCtx,
  commandId: string,
  accountId: string,
  isMaster: boolean,
): Promise<Account> {
  const { role, organisationId } = await inScope(ctx, ctx.em, accountId);
  if (!organisationId || !UNIT_ROLES.includes(role)) throw badInput('accountId', 'no_match');
  await runCommand(ctx, 'Mutation.setUnitMaster', commandId, { accountId, isMaster }, async (em) => {
    await change(em, 'update account set unit_master = $2 where id = $1', [accountId, isMaster]);
    return { outcome: { accountId }, subject: accountId, detail: { isMaster } };
  });
  return inScope(ctx, ctx.em, accountId);
}

/** Query.workingAccounts. Who works in a unit sees those of her own unit alone: they stand on the lists of its points (H-11). */
export async function workingAccounts(ctx: IdentityCtx, organisationId: string): Promise<Account[]> {
  const { role, organisation } = ctx.claims;
  const isReached = role === 'cdc' || role === 'service' || organisationId === organisation;
  return isReached && isUuid(organisationId)
    ? accountsWorkingFor(ctx.em, ctx.keyring, accountScope(ctx.claims), organisationId)
    : [];
}

/** Name, phone and document of a guardian for another subgraph; each reading is an audit line. @throws NOT_FOUND */
export async function guardianIdentity(ctx: IdentityCtx, accountId: string): Promise<GuardianIdentity> {
  const account = isUuid(accountId)
    ? await ctx.em.findOne(AccountEntity, { id: accountId, role: 'guardian', state: 'normal' })
    : null;
  if (!account?.phoneSealed || !account.documentType || !account.documentSealed) throw notFound();
  await audit(ctx.em, ctx.claims, 'Query.guardianIdentity', account.id, { purpose: ctx.claims.purpose ?? null });
  return {
    name: openName(ctx.keyring, account.nameSealed),
    phone: openPhone(ctx.keyring, account.phoneSealed),
    documentType: account.documentType,
    documentNumber: openDocument(ctx.keyring, account.documentSealed),
    realNameVerified: account.realNameVerified,
  };
}

/** Query.isUnitMaster, for another subgraph: no account, no master. */
export const isMasterAccount = async (ctx: IdentityCtx, accountId: string): Promise<boolean> =>
  isUuid(accountId) && (await isUnitMaster(ctx.em, accountId));
