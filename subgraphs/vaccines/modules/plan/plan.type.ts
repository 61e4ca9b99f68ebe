import { DateScalar } from '@miaoben/kernel';
import { SERIES_STATUSES } from '@miaoben/schedule';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Vaccine } from '../catalogue/catalogue.type.ts';
import { Reason } from './reason.type.ts';

type Status = (typeof SERIES_STATUSES)[number];
export const SeriesStatus = Object.fromEntries(SERIES_STATUSES.map((s) => [s, s])) as { [S in Status]: S };
export type SeriesStatus = Status;
registerEnumType(SeriesStatus, { name: 'SeriesStatus', description: 'Where a series stands on a day.' });

@ObjectType({ description: 'Where one series stands and its next dose.' })
export class SeriesForecast {
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => SeriesStatus)
  status!: SeriesStatus;
  @Field(() => Int, { nullable: true, description: 'number of the next dose; null when nothing more follows' })
  dose!: number | null;
  @Field(() => Int, { description: 'valid doses the series needs in all' })
  dosesNeeded!: number;
  @Field(() => Int, { description: 'valid doses given' })
  dosesGiven!: number;
  @Field(() => DateScalar, { nullable: true })
  earliest!: string | null;
  @Field(() => DateScalar, { nullable: true })
  recommended!: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'first day on which the dose is no longer timely' })
  overdueFrom!: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'last day of the programme for this dose' })
  latest!: string | null;
  @Field(() => [Vaccine], { description: 'vaccines that may be given, preferred first' })
  vaccines!: Vaccine[];
  @Field(() => [Reason])
  reasons!: Reason[];
  @Field(() => String, { description: 'the whole state in a sentence for parents, Chinese' })
  text!: string;
  @Field(() => String, { description: "the whole state in the rule's own words, Chinese" })
  doctorText!: string;
}

@ObjectType({ description: 'One dose of a visit.' })
export class VisitItem {
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => [Vaccine])
  vaccines!: Vaccine[];
  @Field(() => DateScalar, { nullable: true, description: 'first day it may be given; null: today' })
  notBefore!: string | null;
  @Field(() => Reason, { nullable: true, description: 'why it has to wait' })
  reason!: Reason | null;
}

@ObjectType({ description: 'What is still to be given (待接种), by the schedule version in force.' })
export class VaccinationPlan {
  @Field(() => DateScalar)
  asOf!: string;
  @Field(() => String)
  scheduleVersion!: string;
  @Field(() => [SeriesForecast])
  series!: SeriesForecast[];
  @Field(() => [VisitItem], { description: 'to give together today, most urgent first' })
  today!: VisitItem[];
  @Field(() => [VisitItem], { description: 'due, but has to wait' })
  later!: VisitItem[];
  @Field(() => DateScalar, { nullable: true, description: 'the next day after today on which a dose is planned' })
  nextDate!: string | null;
}
