import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { decide, duplicatePairs, duplicateSearch } from './pairs.service.ts';
import { DuplicatePairPage, DuplicateSearch, PairState } from './pairs.type.ts';

@Resolver()
export class DuplicatePairResolver {
  @Query(() => DuplicatePairPage, {
    description:
      'Files that look like one person’s and both lie in the caller’s area, the likeliest first: those of two counties are seen by their city, of two cities by the province. Errors: FORBIDDEN.',
  })
  duplicatePairs(
    @Arg('state', () => PairState, { defaultValue: PairState.open }) state: `${PairState}`,
    @Arg('isAcross', () => Boolean, { defaultValue: false, description: 'only those of two counties or cities' })
    isAcross: boolean,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: PeopleCtx,
  ): Promise<DuplicatePairPage> {
    return duplicatePairs(ctx, { state, isAcross }, first, after);
  }

  @Query(() => DuplicateSearch, { nullable: true, description: 'The last search over all files. Errors: FORBIDDEN.' })
  duplicateSearch(@Ctx() ctx: PeopleCtx): Promise<DuplicateSearch | null> {
    return duplicateSearch(ctx);
  }

  @Mutation(() => Boolean, {
    description:
      'Declares that two files are not one person’s, or takes that back. Errors: FORBIDDEN; NOT_FOUND when there is no such pair in the area; BAD_INPUT note (required, too_long).',
  })
  decideDuplicatePair(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('firstId', () => ID) firstId: string,
    @Arg('secondId', () => ID) secondId: string,
    @Arg('isDifferent', () => Boolean) isDifferent: boolean,
    @Arg('note', () => String) note: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<boolean> {
    return decide(ctx, commandId, { firstId, secondId, isDifferent, note });
  }
}
