import { type Ctx, DateScalar } from '@miaoben/kernel';
import { Arg, Args, ArgsType, Ctx as Context, Field, ID, Int, Query, Resolver } from 'type-graphql';
import { type Asked, readRecipients, readReport } from './vaccination.service.ts';
import {
  HouseholdClass,
  VaccinationGrouping,
  VaccinationRecipientPage,
  VaccinationReportKind,
  VaccinationStatistics,
} from './vaccination.type.ts';

/** Which vaccinations of whom are counted. */
@ArgsType()
class Selection {
  @Field(() => VaccinationReportKind)
  report!: string;
  @Field(() => ID)
  division!: string;
  @Field(() => VaccinationGrouping, { nullable: true, defaultValue: 'division' })
  by?: string | null;
  @Field(() => HouseholdClass, { nullable: true, description: '户籍类型 (Q-02); of the share of household types none' })
  household?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'a dose of the programme (`MCV-2`) for catching up, else a vaccine (four digits) or a class of them (two)',
  })
  item?: string | null;
  @Field(() => DateScalar, { nullable: true })
  bornFrom?: string | null;
  @Field(() => DateScalar, { nullable: true })
  bornTo?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'day of vaccination; whole years but for catching up' })
  givenFrom?: string | null;
  @Field(() => DateScalar, { nullable: true })
  givenTo?: string | null;
}

const askedOf = (s: Selection): Asked => ({
  report: s.report,
  division: s.division,
  by: s.by ?? 'division',
  household: s.household ?? null,
  item: s.item ?? null,
  bornFrom: s.bornFrom ?? null,
  bornTo: s.bornTo ?? null,
  givenFrom: s.givenFrom ?? null,
  givenTo: s.givenTo ?? null,
});

@Resolver()
export class VaccinationResolver {
  @Query(() => VaccinationStatistics, {
    description:
      'Catching up (Q-103), vaccinations by birth year (Q-108) or the share of household types (Q-105) of a division of the reader’s area. BAD_INPUT: division, by, item (unknown_code), dates (date_impossible, out_of_range); FORBIDDEN outside the area.',
  })
  vaccinationStatistics(
    @Context() ctx: Ctx,
    @Args(() => Selection) selection: Selection,
  ): Promise<VaccinationStatistics> {
    return readReport(ctx, askedOf(selection));
  }

  @Query(() => VaccinationRecipientPage, {
    description:
      'The people behind one figure; their counts sum to it. BAD_INPUT: as `vaccinationStatistics`, column (unknown_code), first, after; FORBIDDEN outside the area. Each call is an audit line.',
  })
  vaccinationRecipients(
    @Context() ctx: Ctx,
    @Args(() => Selection) selection: Selection,
    @Arg('column', () => String) column: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<VaccinationRecipientPage> {
    return readRecipients(ctx, { ...askedOf(selection), column, first: first ?? 50, after: after ?? null });
  }
}
