import { DateScalar } from '@miaoben/kernel';
import { SERIES_STATUSES } from '@miaoben/schedule';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Vaccine } from '../catalogue/catalogue.type.ts';
import { Reason } from './reason.type.ts';

type Status = (typeof SERIES_STATUSES)[number];
export const SeriesStatus = enumOf(SERIES_STATUSES);
export type SeriesStatus = Status;
registerEnumType(SeriesStatus, { name: 'SeriesStatus', description: 'Where a series stands on a day.' });

@ObjectType({ description: 'Where one series stands and its next dose.' })
export class SeriesForecast {
  /** whom it is about, and who manages the file; they never leave the process */
  personId!: string;
  managingClinic!: string;
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
  @Field(() => String, {
    description: 'NIP 免疫规划, province 省级增加, key-population 重点人群, or non-NIP 非免疫规划',
  })
  programme!: string;
  @Field(() => String, {
    description: 'marks of the texts the series is from; GK: general knowledge, to be checked against the label',
  })
  mark!: string;
}

@ObjectType({ description: 'A dose still to come, supposing all before it are given on their planned days.' })
export class PlannedDose {
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => DateScalar, { description: 'expected day' })
  date!: string;
  @Field(() => DateScalar, { nullable: true, description: 'first day on which the dose is no longer timely' })
  overdueFrom!: string | null;
  @Field(() => [Vaccine], { description: 'vaccines that may be given, preferred first' })
  vaccines!: Vaccine[];
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
  /** never leaves the process */
  personId!: string;
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
