import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { SeriesStatus } from '../plan/plan.type.ts';
import { dueList, dueListFile, dueSummary } from './due.service.ts';
import { DueCount, DuePage } from './due.type.ts';

const PAGE = 50;

@Resolver()
export class DueResolver {
  @Query(() => DuePage, {
    description:
      'Catch-up register of a division today (查漏补种, Q-20): due and overdue doses by township and the day they could ' +
      'first be given; `status` narrows to due, overdue or not_yet. Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  async dueList(
    @Arg('division', () => ID) division: string,
    @Arg('status', () => SeriesStatus, { nullable: true }) status: SeriesStatus | null | undefined,
    @Arg('series', () => String, { nullable: true }) series: string | null | undefined,
    @Arg('clinic', () => ID, { nullable: true, description: 'managing clinic' }) clinic: string | null | undefined,
    @Arg('bornFrom', () => DateScalar, { nullable: true }) bornFrom: string | null | undefined,
    @Arg('bornTo', () => DateScalar, { nullable: true, description: 'included' }) bornTo: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<DuePage> {
    return dueList(ctx, division, { status, series, clinic, bornFrom, bornTo }, first ?? PAGE, after);
  }

  @Query(() => [DueCount], {
    description:
      'Due and overdue doses of today by division one level below, series and dose (Q-20). Errors: BAD_INPUT, FORBIDDEN ' +
      'outside the area.',
  })
  async dueSummary(@Arg('division', () => ID) division: string, @Ctx() ctx: VaccinesCtx): Promise<DueCount[]> {
    return dueSummary(ctx, division);
  }

  @Query(() => String, {
    description:
      'Address of the catch-up register of a division today (查漏补种情况登记表, Q-20) as .xlsx, valid for five minutes; the ' +
      'filters of dueList. Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  dueListFile(
    @Arg('division', () => ID) division: string,
    @Arg('status', () => SeriesStatus, { nullable: true }) status: SeriesStatus | null | undefined,
    @Arg('series', () => String, { nullable: true }) series: string | null | undefined,
    @Arg('clinic', () => ID, { nullable: true, description: 'managing clinic' }) clinic: string | null | undefined,
    @Arg('bornFrom', () => DateScalar, { nullable: true }) bornFrom: string | null | undefined,
    @Arg('bornTo', () => DateScalar, { nullable: true, description: 'included' }) bornTo: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): string {
    return dueListFile(ctx, division, { status, series, clinic, bornFrom, bornTo });
  }
}
