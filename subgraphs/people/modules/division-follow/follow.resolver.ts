import { badInput, forbidden, isUuid } from '@miaoben/kernel';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { countIn, findFollow } from './follow.repository.ts';
import { DivisionFiles, DivisionFollow } from './follow.type.ts';

const MAX_DIVISIONS = 500;

@Resolver()
export class DivisionFollowResolver {
  @Query(() => DivisionFollow, {
    description: 'How far the files are; waiting before the order is heard of. Poll each second while it runs.',
  })
  async divisionFollow(@Arg('order', () => ID) order: string, @Ctx() ctx: PeopleCtx): Promise<DivisionFollow> {
    const row = isUuid(order) ? await findFollow(ctx.em, order) : undefined;
    const isOwn = row?.event.successions.every(({ from }) => ctx.claims.divisions.some((own) => from.startsWith(own)));
    if (!row || !isOwn) return { id: order, state: 'waiting', written: 0, restored: 0, kept: 0, endedAt: null };
    const { order_id, state, written, restored, kept, ended_at } = row;
    return { id: order_id, state, written, restored, kept, endedAt: ended_at === null ? null : new Date(ended_at) };
  }

  @Query(() => [DivisionFiles], {
    description:
      'How many files live in divisions that are to change. Errors: FORBIDDEN; BAD_INPUT divisions (out_of_range).',
  })
  divisionFiles(@Arg('divisions', () => [ID]) divisions: string[], @Ctx() ctx: PeopleCtx): Promise<DivisionFiles[]> {
    if (divisions.length > MAX_DIVISIONS) throw badInput('divisions', 'out_of_range', { max: MAX_DIVISIONS });
    if (!divisions.every((code) => ctx.claims.divisions.some((own) => code.startsWith(own)))) throw forbidden();
    return countIn(ctx.em, divisions);
  }
}
