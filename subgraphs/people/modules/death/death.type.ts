import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Sex } from '../person/person.enums.ts';
import { Division, Organisation } from '../person/person.type.ts';
import { DeathAction, DeathSource, DeathState } from './death.enums.ts';

@ObjectType({
  description: 'A report that somebody died, on its way to the unit in charge of the file (死亡人口信息, J-13).',
})
export class DeathReport {
  @Field(() => ID)
  id!: string;
  /** the caller is more to it than its reporter; no field of the graph */
  seesFile!: boolean;
  @Field(() => ID, {
    nullable: true,
    description: 'The file it is about, as far as found or claimed; null for the unit that only sent it in.',
  })
  personId!: string | null;
  @Field(() => String, { description: 'as reported; whole for the units, masked for disease control' })
  name!: string;
  @Field(() => Sex)
  sex!: 'F' | 'M' | 'U';
  @Field(() => DateScalar, { nullable: true })
  birthDate!: string | null;
  @Field(() => String, { nullable: true, description: 'masked' })
  documentNumber!: string | null;
  @Field(() => DateScalar)
  diedOn!: string;
  @Field(() => DeathSource)
  source!: `${DeathSource}`;
  @Field(() => String, {
    description: 'number of the source’s document; whole for the units, masked for disease control',
  })
  certificateNumber!: string;
  @Field(() => DeathState)
  state!: `${DeathState}`;
  @Field(() => Division, { nullable: true, description: 'township of the household register' })
  household!: Division | null;
  @Field(() => Division, { nullable: true, description: 'township of residence' })
  residence!: Division | null;
  @Field(() => Organisation, {
    nullable: true,
    description: 'The unit in charge; null until disease control names one.',
  })
  unit!: Organisation | null;
  @Field(() => Organisation, { nullable: true, description: 'the unit that sent it in; null for a partner or a list' })
  reporterUnit!: Organisation | null;
  @Field(() => Date)
  reportedAt!: Date;
  @Field(() => [DeathAction], { description: 'what the caller may do with it now' })
  actions!: `${DeathAction}`[];
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class DeathReportPage {
  @Field(() => [DeathReport])
  nodes!: DeathReport[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class DeathFilterInput {
  @Field(() => DeathState, { nullable: true })
  state?: `${DeathState}` | null;
  @Field(() => DeathSource, { nullable: true })
  source?: `${DeathSource}` | null;
  @Field(() => Boolean, { nullable: true, description: 'true: only what waits for the caller' })
  mine?: boolean | null;
  @Field(() => ID, { nullable: true, description: 'one report' })
  id?: string | null;
  @Field(() => ID, { nullable: true, description: 'reports about one file' })
  personId?: string | null;
}

@InputType({ description: 'Of a file inside the caller’s reach.' })
export class ReportDeathInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => DateScalar)
  diedOn!: string;
  @Field(() => DeathSource)
  source!: `${DeathSource}`;
  @Field(() => String, { description: 'number of the source’s document' })
  certificateNumber!: string;
}

@InputType()
export class AdvanceDeathInput {
  @Field(() => ID)
  id!: string;
  @Field(() => DeathAction)
  action!: `${DeathAction}`;
  @Field(() => Int, { description: 'of the report as it was shown' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: 'needed to give back, to dismiss and to undo' })
  reason?: string | null;
  @Field(() => ID, { nullable: true, description: 'for claim: the file, when none or another one was found' })
  personId?: string | null;
  @Field(() => ID, { nullable: true, description: 'for push: the unit in charge' })
  toUnit?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'papers of the unit’s answer, announced and sent before, at most 5 (J-13)',
  })
  attachments?: string[] | null;
}

@InputType({ description: 'A death as the police, a hospital or civil affairs know it.' })
export class SentDeathInput {
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true, description: 'of any type of document' })
  documentNumber?: string | null;
  @Field(() => Sex)
  sex!: 'F' | 'M' | 'U';
  @Field(() => DateScalar, { nullable: true, description: 'needed unless the document number carries it' })
  birthDate?: string | null;
  @Field(() => DateScalar)
  diedOn!: string;
  @Field(() => DeathSource)
  source!: `${DeathSource}`;
  @Field(() => String, { description: 'number of the source’s document; each is taken once' })
  certificateNumber!: string;
  @Field(() => ID, { nullable: true, description: '9-digit township of residence; this or the household is needed' })
  residence?: string | null;
  @Field(() => ID, { nullable: true, description: '9-digit township of the household register' })
  household?: string | null;
}

@ObjectType({ description: 'What became of a list of deaths.' })
export class DeathIntake {
  @Field(() => Int, { description: 'reports that are new' })
  received!: number;
  @Field(() => Int, { description: 'whose document was known' })
  known!: number;
}
