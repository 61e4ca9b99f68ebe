import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RegistrationState } from '../person/person.enums.ts';
import { Organisation, Person } from '../person/person.type.ts';
import { SampleFinding } from './finding.type.ts';

@InputType({ description: 'From which files a sample is drawn, and how many (S-27).' })
export class SampleInput {
  @Field(() => ID, { description: 'Division of residence: province to township, inside the area.' })
  division!: string;
  @Field(() => DateScalar, { description: 'Earliest birth date, included.' })
  bornFrom!: string;
  @Field(() => DateScalar, { description: 'Latest birth date, included.' })
  bornTo!: string;
  @Field(() => [RegistrationState], { description: '在册情况, at least one.' })
  states!: `${RegistrationState}`[];
  @Field(() => Int, { description: 'Files to draw, 1 to 1000.' })
  size!: number;
  @Field(() => String, {
    nullable: true,
    description:
      '抽样号: 1 to 20 letters or digits. The same one draws the same files again; left out, a new one is made.',
  })
  seed?: string | null;
}

@ObjectType({ description: 'The part of a sample that one unit answers for.' })
export class SampleStratum {
  @Field(() => Organisation)
  unit!: Organisation;
  @Field(() => Int, { description: 'Files of the unit that match.' })
  population!: number;
  @Field(() => Int)
  drawn!: number;
}

@ObjectType({ description: 'A random sample of files, drawn unit by unit (个案随机抽查, S-27).' })
export class PersonSample {
  @Field(() => String, { description: '抽样号, to draw the same sample again.' })
  seed!: string;
  @Field(() => Int, { description: 'Files that match.' })
  population!: number;
  @Field(() => [SampleStratum], { description: 'Units with matching files.' })
  strata!: SampleStratum[];
  @Field(() => [Person], { description: 'The files drawn, by unit.' })
  persons!: Person[];
  @Field(() => [SampleFinding], {
    description: 'What was found on site under this number, also of files that are not drawn any more (S-47).',
  })
  findings!: SampleFinding[];
}
