import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { markNoticesRead, myNotices, unreadNotices } from './notice.service.ts';
import { type Notice, NoticePage } from './notice.type.ts';

@Resolver()
export class NoticeResolver {
  @Query(() => NoticePage, {
    description: 'The inbox of the own account, newest first. Errors: BAD_INPUT first, after',
  })
  myNotices(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Arg('unreadOnly', () => Boolean, { nullable: true, defaultValue: false }) unreadOnly: boolean | null,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Page<Notice>> {
    return myNotices(ctx, first ?? 50, after ?? null, unreadOnly ?? false);
  }

  @Query(() => Int, { description: 'Unread notices of the own account' })
  unreadNotices(@Ctx() ctx: IdentityCtx): Promise<number> {
    return unreadNotices(ctx);
  }

  @Mutation(() => Int, {
    description:
      'Marks notices of the own account as read, all of them without `ids` (500 at most); answers how many are still unread. Errors: BAD_INPUT ids, COMMAND_REUSED',
  })
  markNoticesRead(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('ids', () => [ID], { nullable: true }) ids: string[] | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<number> {
    return markNoticesRead(ctx, commandId, ids ?? null);
  }
}
