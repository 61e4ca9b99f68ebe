import { MiaobenError, type Page } from '@miaoben/kernel';
import type { FileBlock as Block } from '@miaoben/schema';
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Division } from '../division/division.type.ts';
import { Organisation } from '../organisation/organisation.type.ts';
import { accountPage } from './account.repository.ts';
import { accountScope } from './account.scope.ts';
import {
  guardianIdentity,
  hideBlocks,
  isMasterAccount,
  setUnitMaster,
  unlockAccount,
  workingAccounts,
} from './account.service.ts';
import { Account, AccountPage, FileBlock, GuardianIdentity, Role } from './account.type.ts';

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => Account, { description: 'The own account' })
  async me(@Ctx() ctx: IdentityCtx): Promise<Account> {
    const account = await ctx.loaders.account.load(ctx.claims.account);
    if (!account) throw new MiaobenError('UNAUTHENTICATED');
    return account;
  }

  @Query(() => AccountPage, {
    description:
      "Accounts of the administrator's area, names and phones masked. `division` is a prefix of where the account belongs; guardians belong nowhere and show to a whole province's administrators",
  })
  accounts(
    @Arg('division', () => ID, { nullable: true }) division: string | null | undefined,
    @Arg('role', () => Role, { nullable: true }) role: Role | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Page<Account>> {
    const filter = { division: division ?? undefined, role: role ?? undefined };
    return accountPage(ctx.em, ctx.keyring, accountScope(ctx.claims), filter, first ?? 50, after);
  }

  @Query(() => [Account], {
    description:
      'Accounts in use that work for a unit of the caller’s area, for a superior who gives one of them a right; a vaccinator reads those of her own clinic, for the lists of its points (H-11). Up to 200. Empty outside the area, the same as for a unit that is not there.',
  })
  workingAccounts(
    @Arg('organisationId', () => ID) organisationId: string,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Account[]> {
    return workingAccounts(ctx, organisationId);
  }

  @Directive('@inaccessible')
  @Query(() => GuardianIdentity, {
    description: 'For other subgraphs only (role service): who a guardian is (J-14). Errors: NOT_FOUND',
  })
  guardianIdentity(@Arg('accountId', () => ID) accountId: string, @Ctx() ctx: IdentityCtx): Promise<GuardianIdentity> {
    return guardianIdentity(ctx, accountId);
  }

  @Directive('@inaccessible')
  @Query(() => Boolean, {
    description:
      'For other subgraphs only (role service): whether an account in use is the master account of its unit (总账号, Q-95).',
  })
  isUnitMaster(@Arg('accountId', () => ID) accountId: string, @Ctx() ctx: IdentityCtx): Promise<boolean> {
    return isMasterAccount(ctx, accountId);
  }

  @Mutation(() => Account, {
    description: 'Opens an account locked by failures. Errors: FORBIDDEN (also when it is not there), COMMAND_REUSED',
  })
  unlockAccount(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('accountId', () => ID) accountId: string,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Account> {
    return unlockAccount(ctx, commandId, accountId);
  }

  @Mutation(() => Account, {
    description:
      'Hides blocks of files from an account, those given and no others (J-04). Errors: FORBIDDEN (also when it is not there), BAD_INPUT blocks out_of_range, COMMAND_REUSED',
  })
  hideBlocks(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('accountId', () => ID) accountId: string,
    @Arg('blocks', () => [FileBlock]) blocks: Block[],
    @Ctx() ctx: IdentityCtx,
  ): Promise<Account> {
    return hideBlocks(ctx, commandId, accountId, blocks);
  }

  @Mutation(() => Account, {
    description:
      'Makes an account of a clinic or school the master account of its unit (总账号, Q-95), or takes it back. Errors: FORBIDDEN (also when it is not there), BAD_INPUT accountId no_match, COMMAND_REUSED',
  })
  setUnitMaster(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('accountId', () => ID) accountId: string,
    @Arg('isMaster', () => Boolean) isMaster: boolean,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Account> {
    return setUnitMaster(ctx, commandId, accountId, isMaster);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'the unit the account works for' })
  organisation(@Root() account: Account, @Ctx() ctx: IdentityCtx): Promise<Organisation | null> | null {
    return account.organisationId ? ctx.loaders.organisation.load(account.organisationId) : null;
  }

  @FieldResolver(() => [Division], { description: 'roots of the area the account reaches' })
  async divisions(@Root() account: Account, @Ctx() ctx: IdentityCtx): Promise<Division[]> {
    const found = await ctx.loaders.division.loadMany(account.divisionCodes);
    return found.filter((d): d is Division => d !== null && !(d instanceof Error));
  }
}
