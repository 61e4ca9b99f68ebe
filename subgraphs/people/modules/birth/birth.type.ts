import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Sex } from '../person/person.enums.ts';
import { Division, Organisation } from '../person/person.type.ts';
import { BirthAction, BirthState, DestinationBasis, TestResult } from './birth.enums.ts';

@ObjectType({ description: 'The mother as the obstetric unit filed her.' })
export class BirthMother {
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  phone!: string | null;
  @Field(() => TestResult, { nullable: true, description: '乙肝表面抗原 HBsAg' })
  hbsag!: `${TestResult}` | null;
  @Field(() => TestResult, { nullable: true, description: '乙肝表面抗体 anti-HBs' })
  antiHbs!: `${TestResult}` | null;
  @Field(() => DateScalar, { nullable: true })
  testedOn!: string | null;
}

@ObjectType({
  description: 'The file of a newborn at the obstetric unit and on its way to the clinic (产科档案, S-10 to S-12).',
})
export class BirthFile {
  @Field(() => ID, { description: 'of the person' })
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Sex)
  sex!: 'F' | 'M' | 'U';
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { nullable: true, description: 'HH:MM, for the 12 and 24 hours of the first dose' })
  birthTime!: string | null;
  @Field(() => Int, { nullable: true, description: 'in grams' })
  birthWeightG!: number | null;
  @Field(() => Int, { nullable: true })
  gestationWeeks!: number | null;
  @Field(() => Int, { nullable: true, description: '胎次' })
  birthOrder!: number | null;
  @Field(() => BirthMother)
  mother!: BirthMother;
  @Field(() => BirthState)
  state!: `${BirthState}`;
  @Field(() => Organisation)
  obstetricUnit!: Organisation;
  @Field(() => Organisation, { description: '转归单位' })
  destinationUnit!: Organisation;
  @Field(() => DestinationBasis)
  destinationBy!: `${DestinationBasis}`;
  @Field(() => Division, { description: 'township of the household register' })
  household!: Division;
  @Field(() => Division, { description: 'township of residence' })
  residence!: Division;
  @Field(() => DateScalar)
  filedOn!: string;
  @Field(() => DateScalar, { description: 'day on which the file goes to the clinic by itself' })
  pushOn!: string;
  @Field(() => [BirthAction], { description: 'what the caller may do with it now' })
  actions!: `${BirthAction}`[];
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class BirthFilePage {
  @Field(() => [BirthFile])
  nodes!: BirthFile[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class BirthFilterInput {
  @Field(() => String, { nullable: true, description: 'YYYY-MM of filing (当月, S-16)' })
  month?: string | null;
  @Field(() => BirthState, { nullable: true })
  state?: `${BirthState}` | null;
  @Field(() => Boolean, { nullable: true, description: 'true: only what waits for the caller' })
  mine?: boolean | null;
  @Field(() => ID, { nullable: true })
  personId?: string | null;
}

@InputType()
export class BirthMotherInput {
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true, description: 'resident ID number' })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => TestResult, { nullable: true, description: 'mandatory where the setting of the region says so' })
  hbsag?: `${TestResult}` | null;
  @Field(() => TestResult, { nullable: true, description: 'as above' })
  antiHbs?: `${TestResult}` | null;
  @Field(() => DateScalar, { nullable: true })
  testedOn?: string | null;
}

@InputType()
export class NewBirthInput {
  @Field(() => ID, { description: 'UUIDv7 of the person, made by the client' })
  id!: string;
  @Field(() => String, { nullable: true, description: 'Left out: the mother’s name with 之子 or 之女.' })
  name?: string | null;
  @Field(() => Sex)
  sex!: 'F' | 'M' | 'U';
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { nullable: true, description: 'HH:MM' })
  birthTime?: string | null;
  @Field(() => Int, { nullable: true })
  birthWeightG?: number | null;
  @Field(() => Int, { nullable: true, description: '20 to 45' })
  gestationWeeks?: number | null;
  @Field(() => Int, { nullable: true, description: '1 to 20; tells twins apart' })
  birthOrder?: number | null;
  @Field(() => String, { nullable: true, description: 'number of the birth certificate, a letter and nine digits' })
  birthCertificate?: string | null;
  @Field(() => BirthMotherInput)
  mother!: BirthMotherInput;
  @Field(() => ID, { description: '9-digit township of the household register' })
  household!: string;
  @Field(() => ID, { description: '9-digit township of residence' })
  residence!: string;
  @Field(() => String, { nullable: true })
  residenceAddress?: string | null;
  @Field(() => DestinationBasis)
  destinationBy!: `${DestinationBasis}`;
  @Field(() => ID, { description: 'A clinic in the county of the basis.' })
  destinationUnit!: string;
  @Field(() => [ID], { nullable: true, description: 'as of createPerson' })
  notDuplicateOf?: string[] | null;
}

@InputType({ description: 'What the ward may correct until the file is handed over.' })
export class AmendBirthInput {
  @Field(() => TestResult, { nullable: true })
  hbsag?: `${TestResult}` | null;
  @Field(() => TestResult, { nullable: true })
  antiHbs?: `${TestResult}` | null;
  @Field(() => DateScalar, { nullable: true })
  testedOn?: string | null;
  @Field(() => DestinationBasis)
  destinationBy!: `${DestinationBasis}`;
  @Field(() => ID)
  destinationUnit!: string;
}

@InputType()
export class AdvanceBirthInput {
  @Field(() => ID)
  id!: string;
  @Field(() => BirthAction)
  action!: `${BirthAction}`;
  @Field(() => Int, { description: 'of the birth file as it was shown' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: 'needed to give back and to cancel' })
  reason?: string | null;
  @Field(() => AmendBirthInput, { nullable: true, description: 'for amend' })
  amend?: AmendBirthInput | null;
}
