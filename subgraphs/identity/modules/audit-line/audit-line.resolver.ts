import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Account } from '../account/account.type.ts';
import { auditLinePage } from './audit-line.repository.ts';
import { AuditLine, AuditLinePage } from './audit-line.type.ts';

@Resolver(() => AuditLine)
export class AuditLineResolver {
  @Query(() => AuditLinePage, { description: 'Audit lines of sign-in and administration, newest first (Q-92)' })
  auditLines(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Arg('operation', () => String, { nullable: true }) operation: string | null | undefined,
    @Arg('account', () => ID, { nullable: true }) account: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Page<AuditLine>> {
    const filter = { operation: operation ?? undefined, account: account ?? undefined };
    return auditLinePage(ctx.em, filter, first ?? 50, after);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'null for callers without account: strangers, other subgraphs',
  })
  account(@Root() line: AuditLine, @Ctx() ctx: IdentityCtx): Promise<Account | null> {
    return ctx.loaders.account.load(line.accountId);
  }
}
