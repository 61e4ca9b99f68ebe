import type { Ctx } from '@miaoben/kernel';
import { Arg, Ctx as Context, ID, Query, Resolver } from 'type-graphql';
import { readRounds, readSummary } from './summary.service.ts';
import { SchoolSummary } from './summary.type.ts';

@Resolver(() => SchoolSummary)
export class SchoolSummaryResolver {
  @Query(() => SchoolSummary, {
    description:
      'Summary table of the entry checks (汇总表) of a round. `place` is a division code or the id of a school; left out: where the reader’s view begins. Errors: BAD_INPUT round (format), place (unknown_code); FORBIDDEN outside the view. Each call is an audit line.',
  })
  schoolSummary(
    @Context() ctx: Ctx,
    @Arg('round', () => String) round: string,
    @Arg('place', () => ID, { nullable: true }) place: string | null | undefined,
  ): Promise<SchoolSummary> {
    return readSummary(ctx, round, place ?? null);
  }

  @Query(() => [String], { description: 'Rounds with pupils in the reader’s view, the latest first.' })
  schoolSummaryRounds(@Context() ctx: Ctx): Promise<string[]> {
    return readRounds(ctx);
  }
}
