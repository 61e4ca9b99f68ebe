import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { DOSE_STATUSES, type DoseStatus } from '@miaoben/schedule';
import { DOSE_FIELDS } from '@miaoben/schedule/clinic-visit';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Vaccine } from '../catalogue/catalogue.type.ts';
import { Account, Organisation, Person } from '../person/person.type.ts';
import { Reason } from '../plan/reason.type.ts';
import { type VialDoubt, VialDoubtEnum } from '../vial/vial.type.ts';
import type { DoseSource as Source, DoseState as State } from './dose.repository.ts';
import { DOSE_SOURCES, DOSE_STATES, type DoseRow } from './dose.repository.ts';

export const SITES = ['left_upper_arm', 'right_upper_arm', 'left_thigh', 'right_thigh', 'oral', 'other'] as const;
export type InjectionSite = (typeof SITES)[number];
export const ROUTES = ['IM', 'SC', 'ID', 'PO', 'IN'] as const;
export type Route = (typeof ROUTES)[number];

export const DoseStateEnum = enumOf(DOSE_STATES);
export const DoseSourceEnum = enumOf(DOSE_SOURCES);
export const InjectionSiteEnum = enumOf(SITES);
export const RouteEnum = enumOf(ROUTES);
export const DoseStatusEnum = enumOf(DOSE_STATUSES);
export const DoseFieldEnum = enumOf(DOSE_FIELDS);
registerEnumType(DoseFieldEnum, {
  name: 'DoseField',
  description: 'What a record of a dose must tell (接种记录关键信息, Q-18).',
});
registerEnumType(DoseStatusEnum, {
  name: 'DoseStatus',
  description:
    'valid; not_valid: to be repeated; extraneous: not needed (多余); substandard: lot expired or bad, or too small a dose (不合格)',
});
registerEnumType(DoseStateEnum, { name: 'DoseState', description: 'A dose is never deleted: a wrong one is voided.' });
registerEnumType(DoseSourceEnum, {
  name: 'DoseSource',
  description:
    'clinic: given here; outside: given elsewhere or back-entered (补录); import: from a file; partner: by interface',
});
registerEnumType(InjectionSiteEnum, { name: 'InjectionSite', description: '接种部位' });
registerEnumType(RouteEnum, { name: 'Route', description: '接种途径' });

@ObjectType({ description: 'What the schedule says of a dose, for one series.' })
export class DoseEvaluation {
  @Field(() => String)
  series!: string;
  @Field(() => Int, { nullable: true })
  doseNumber!: number | null;
  @Field(() => DoseStatusEnum, { description: 'what became of the dose' })
  status!: DoseStatus;
  @Field(() => Boolean, { description: 'right product, age, interval and health state' })
  clinicallyValid!: boolean;
  @Field(() => Boolean, { description: 'counted by the coverage rules, which forgive early doses' })
  countedForCoverage!: boolean;
  @Field(() => [Reason])
  reasons!: Reason[];
}

@ObjectType({ description: 'Observation after the dose (留观).' })
export class Observation {
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => Date)
  endsAt!: Date;
  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;
  @Field(() => Int)
  minutes!: number;
  @Field(() => String, { nullable: true, description: 'what was seen; null: nothing' })
  reaction!: string | null;
}

/** Fields that need another row or the engine are resolved in the resolver; `row` never leaves the process. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'One recorded dose (接种记录, Q-18).' })
export class Dose {
  row!: DoseRow;
  @Field(() => ID, { description: 'opaque' })
  id!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar, { description: 'day of vaccination' })
  date!: string;
  @Field(() => Vaccine)
  vaccine!: Vaccine;
  @Field(() => String, { nullable: true })
  lotNumber!: string | null;
  @Field(() => String, { nullable: true, description: '追溯码, 20 digits' })
  traceCode!: string | null;
  @Field(() => InjectionSiteEnum, { nullable: true })
  site!: InjectionSite | null;
  @Field(() => RouteEnum, { nullable: true })
  route!: Route | null;
  @Field(() => Float, { nullable: true })
  volumeMl!: number | null;
  @Field(() => Organisation, { nullable: true, description: 'clinic of this platform that gave the dose' })
  clinic!: Organisation | null;
  @Field(() => String, { nullable: true, description: 'name of a clinic the platform does not know' })
  clinicName!: string | null;
  @Field(() => String, { nullable: true, description: 'vaccination point of the clinic, where it has several' })
  point!: string | null;
  @Field(() => Account, { nullable: true })
  vaccinator!: Account | null;
  @Field(() => String, { nullable: true, description: 'name of a vaccinator without account' })
  vaccinatorName!: string | null;
  @Field(() => DoseStateEnum)
  state!: State;
  @Field(() => DoseSourceEnum)
  source!: Source;
  @Field(() => Date, { description: 'when it was entered, by the clock of the device' })
  recordedAt!: Date;
  @Field(() => String, { nullable: true })
  voidReason!: string | null;
  @Field(() => String, { nullable: true, description: 'why it was given although the engine advised against it' })
  overrideReason!: string | null;
  @Field(() => Boolean, { description: 'false: waits for somebody to look at a conflict' })
  reviewed!: boolean;
  @Field(() => VialDoubtEnum, {
    nullable: true,
    description:
      'why it cannot be of the vial it named when it came late: it is kept without one, and waits for review',
  })
  vialDoubt!: VialDoubt | null;
}

@ObjectType()
export class DosePage {
  @Field(() => [Dose])
  nodes!: Dose[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
export class RecordDoseResult {
  @Field(() => Dose)
  dose!: Dose;
  @Field(() => [Reason], { description: 'advice against the dose, and what was odd about it' })
  warnings!: Reason[];
  @Field(() => Boolean, {
    description:
      'waits for review: another record of the same vaccine on the same day exists, or it cannot be of the vial it names',
  })
  conflict!: boolean;
}
