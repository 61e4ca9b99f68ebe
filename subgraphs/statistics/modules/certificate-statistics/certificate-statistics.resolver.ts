import { type Ctx, DateScalar } from '@miaoben/kernel';
import { Arg, Args, ArgsType, Ctx as Context, Field, ID, Int, Query, Resolver } from 'type-graphql';
import type { Grouping } from './certificate-statistics.repository.ts';
import { type Asked, readItems, readReport } from './certificate-statistics.service.ts';
import {
  CertificateGrouping,
  CertificateMeasure,
  CertificateReportKind,
  CertificateStatistics,
  CertificateStatisticsItemPage,
  PopulationClassEnum,
  StatisticsSpan,
} from './certificate-statistics.type.ts';

/** Which things of which days are counted. */
@ArgsType()
class Selection {
  @Field(() => CertificateReportKind)
  report!: string;
  @Field(() => ID)
  division!: string;
  @Field(() => StatisticsSpan)
  span!: StatisticsSpan;
  @Field(() => DateScalar, { nullable: true })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true })
  to?: string | null;
  @Field(() => PopulationClassEnum, { nullable: true })
  population?: string | null;
  @Field(() => ID, { nullable: true })
  organisation?: string | null;
}

const askedOf = (s: Selection, by: Grouping): Asked => ({
  report: s.report,
  division: s.division,
  span: s.span,
  from: s.from ?? null,
  to: s.to ?? null,
  population: s.population ?? null,
  organisation: s.organisation ?? null,
  by,
});

@Resolver()
export class CertificateStatisticsResolver {
  @Query(() => CertificateStatistics, {
    description:
      'A report on certificates in a division of the reader’s area; to a clinic or school that of itself alone, to an education department the checks of its schools. BAD_INPUT: division, organisation (unknown_code), from and to (required, date_impossible, out_of_range); FORBIDDEN outside the area, of a unit for another.',
  })
  certificateStatistics(
    @Context() ctx: Ctx,
    @Args(() => Selection) selection: Selection,
    @Arg('by', () => CertificateGrouping, { nullable: true, defaultValue: CertificateGrouping.division })
    by: CertificateGrouping | null,
  ): Promise<CertificateStatistics> {
    return readReport(ctx, askedOf(selection, by ?? 'division'));
  }

  @Query(() => CertificateStatisticsItemPage, {
    description:
      'The things behind one figure of a report, the latest first; as many as the figure says. BAD_INPUT as the report, measure (unknown_code), first, after; FORBIDDEN outside the area. Each call is an audit line.',
  })
  certificateStatisticsItems(
    @Context() ctx: Ctx,
    @Args(() => Selection) selection: Selection,
    @Arg('measure', () => CertificateMeasure) measure: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<CertificateStatisticsItemPage> {
    return readItems(ctx, { ...askedOf(selection, 'day'), measure, first: first ?? 50, after: after ?? null });
  }
}
