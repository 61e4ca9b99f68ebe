import { type Ctx, DateScalar } from '@miaoben/kernel';
import type { AefiClass } from '@miaoben/schema';
import { Args, ArgsType, Ctx as Context, Field, ID, Query, Resolver } from 'type-graphql';
import { readReport } from './adverse-event.service.ts';
import { AdverseEventGrouping, AdverseEventPeriod, AdverseEventReport, AefiClassEnum } from './adverse-event.type.ts';

/** Which cases are counted. */
@ArgsType()
class Selection {
  @Field(() => ID)
  division!: string;
  @Field(() => AdverseEventPeriod)
  period!: string;
  @Field(() => DateScalar, { nullable: true, description: 'a day of the week, month, quarter or year; default today' })
  on?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'of own days the first' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'of own days the last' })
  to?: string | null;
  @Field(() => ID, { nullable: true, description: 'unit that reports' })
  unit?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'of the most suspect dose: a vaccine (four digits) or a class of them (two)',
  })
  vaccine?: string | null;
  @Field(() => AefiClassEnum, { nullable: true })
  cause?: AefiClass | null;
  @Field(() => Boolean, { nullable: true, description: 'true: severe ones, clusters and deaths; false: the others' })
  isSerious?: boolean | null;
  @Field(() => AdverseEventGrouping, { nullable: true, defaultValue: 'division' })
  by?: string | null;
}

@Resolver()
export class AdverseEventResolver {
  @Query(() => AdverseEventReport, {
    description:
      'Suspected adverse events of a division of the reader’s area by the day of their onset; to a clinic its own alone. BAD_INPUT: division, unit, vaccine (unknown_code), from and to (required, date_impossible, out_of_range); FORBIDDEN outside the area, of a unit for another, and for an account that reactions are hidden from (J-04).',
  })
  adverseEventReport(@Context() ctx: Ctx, @Args(() => Selection) s: Selection): Promise<AdverseEventReport> {
    return readReport(ctx, {
      division: s.division,
      period: s.period,
      on: s.on ?? null,
      from: s.from ?? null,
      to: s.to ?? null,
      unit: s.unit ?? null,
      vaccine: s.vaccine ?? null,
      cause: s.cause ?? null,
      isSerious: s.isSerious ?? null,
      by: s.by ?? 'division',
    });
  }
}
