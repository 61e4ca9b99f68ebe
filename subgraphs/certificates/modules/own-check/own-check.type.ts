import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CertificateState, Organisation, Person } from '../certificate/certificate.type.ts';
import { RosterMissing } from '../school-check/school-check.type.ts';

export enum EntryKind {
  nursery = 'nursery',
  kindergarten = 'kindergarten',
  primary_school = 'primary_school',
  transfer = 'transfer',
}
registerEnumType(EntryKind, { name: 'EntryKind', description: '入托, 入园, 入学, 转学或插班' });

@ObjectType({ description: 'A school or kindergarten of the directory.' })
export class SchoolChoice {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String)
  kind!: string;
  @Field(() => String, { description: 'code of its division' })
  division!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A parent’s own entry check (自助查验) and its report (入托入学查验报告).' })
export class OwnCheck {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'Number of the report, as printed on it.' })
  number!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => String)
  name!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => Organisation)
  school!: Organisation;
  @Field(() => EntryKind)
  entryKind!: EntryKind;
  @Field(() => DateScalar, {
    description: 'Day of entry: the child is judged for it, by the doses recorded when it was asked.',
  })
  checkDate!: string;
  @Field(() => Int, { description: '1 complete, 2 catch-up, 4 contraindicated or postponed, 5 not yet due' })
  result!: number;
  @Field(() => [RosterMissing])
  missing!: RosterMissing[];
  @Field(() => String)
  scheduleVersion!: string;
  @Field(() => Organisation, { description: 'Where to go for what is missing: the managing vaccination unit.' })
  clinic!: Organisation;
  @Field(() => CertificateState, { description: 'Revoked when the record changed since: the check is made anew.' })
  state!: CertificateState;
  @Field(() => String, { description: '`VX1:…`, what the QR code of the report holds.' })
  code!: string;
  @Field(() => Date)
  createdAt!: Date;
  @Field(() => DateScalar, { description: 'Last day on which the code is taken.' })
  expiresOn!: string;
  @Field(() => Date, { nullable: true, description: 'When the school took the report as the pupil’s check.' })
  takenAt!: Date | null;
}

@ObjectType()
export class OwnCheckPage {
  @Field(() => [OwnCheck])
  nodes!: OwnCheck[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: 'Which reports; what is left out does not narrow.' })
export class OwnCheckFilter {
  @Field(() => ID, { nullable: true })
  personId?: string | null;
  @Field(() => String, { nullable: true, description: 'number of a report' })
  number?: string | null;
  @Field(() => String, { nullable: true, description: 'The whole name of the child; with `birthDate`.' })
  name?: string | null;
  @Field(() => DateScalar, { nullable: true })
  birthDate?: string | null;
  @Field(() => ID, { nullable: true })
  schoolId?: string | null;
  @Field(() => Int, { nullable: true })
  result?: number | null;
  @Field(() => DateScalar, { nullable: true, description: 'First day of entry.' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'Last day of entry.' })
  to?: string | null;
}

@InputType()
export class OwnCheckInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => ID)
  schoolId!: string;
  @Field(() => EntryKind)
  entryKind!: EntryKind;
  @Field(() => DateScalar)
  checkDate!: string;
}
