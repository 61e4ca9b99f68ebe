import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import type { NonConformingReason } from './non-conforming.rules.ts';
import { nonConformingDoses, nonConformingSummary } from './non-conforming.service.ts';
import { NonConformingPage, NonConformingReasonEnum, NonConformingSummary } from './non-conforming.type.ts';

const PAGE = 50;

@Resolver()
export class NonConformingResolver {
  @Query(() => NonConformingPage, {
    description:
      'Doses of a division that do not conform to the schedule (Q-19), the latest first; `from` and `to` bound the day of ' +
      'vaccination, both included. Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  async nonConformingDoses(
    @Arg('division', () => ID) division: string,
    @Arg('from', () => DateScalar, { nullable: true }) from: string | null | undefined,
    @Arg('to', () => DateScalar, { nullable: true }) to: string | null | undefined,
    @Arg('reason', () => NonConformingReasonEnum, { nullable: true }) reason: NonConformingReason | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<NonConformingPage> {
    const filter = { division, from: from ?? null, to: to ?? null, reason: reason ?? null };
    return nonConformingDoses(ctx, filter, first ?? PAGE, after);
  }

  @Query(() => NonConformingSummary, {
    description:
      'Counts of the doses that do not conform, by reason, and the list as a file. Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  async nonConformingSummary(
    @Arg('division', () => ID) division: string,
    @Arg('from', () => DateScalar, { nullable: true }) from: string | null | undefined,
    @Arg('to', () => DateScalar, { nullable: true }) to: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<NonConformingSummary> {
    return nonConformingSummary(ctx, { division, from: from ?? null, to: to ?? null, reason: null });
  }
}
