import type { Ctx } from '@miaoben/kernel';
import type DataLoader from 'dataloader';
import { Arg, Ctx as Context, ID, Int, Query, Resolver } from 'type-graphql';
import { readChildren, readReport } from './coverage.service.ts';
import { CoverageChildPage, CoverageGrouping, CoverageReport } from './coverage.type.ts';

export interface CoverageLoaders {
  report: DataLoader<string, CoverageReport | null>;
}

@Resolver()
export class CoverageResolver {
  @Query(() => CoverageReport, {
    description:
      'Coverage of the birth cohorts of a division of the reader’s area. BAD_INPUT: division (unknown_code), cohortFrom and cohortTo (out_of_range); FORBIDDEN outside the area.',
  })
  coverage(
    @Context() ctx: Ctx<CoverageLoaders>,
    @Arg('division', () => ID) division: string,
    @Arg('cohortFrom', () => Int) cohortFrom: number,
    @Arg('cohortTo', () => Int) cohortTo: number,
    @Arg('by', () => CoverageGrouping, { nullable: true, defaultValue: CoverageGrouping.division })
    by: CoverageGrouping | null,
  ): Promise<CoverageReport> {
    return readReport(ctx, { division, cohortFrom, cohortTo, by: by ?? CoverageGrouping.division });
  }

  @Query(() => CoverageChildPage, {
    description:
      'The children behind one cell: due ones, or only those with (`done: true`) or without the dose. BAD_INPUT: division, slot (unknown_code), cohort (out_of_range), first, after; FORBIDDEN outside the area. Each call is an audit line.',
  })
  coverageChildren(
    @Context() ctx: Ctx<CoverageLoaders>,
    @Arg('division', () => ID) division: string,
    @Arg('cohort', () => Int) cohort: number,
    @Arg('slot', () => String) slot: string,
    @Arg('done', () => Boolean, { nullable: true }) done: boolean | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<CoverageChildPage> {
    return readChildren(ctx, { division, cohort, slot, done: done ?? null, first: first ?? 50, after: after ?? null });
  }
}
