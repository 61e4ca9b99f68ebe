import { Field, Int, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Division, Organisation } from '../person/person.type.ts';

@ObjectType({ description: 'One field of a file before and after an edit.' })
export class FileChange {
  @Field(() => String, { description: 'name of the field of Person; residence and managingClinic bring names apart' })
  field!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'as it was: text, date, code, or codes joined by commas, guardians as relation:name:phone:number joined by semicolons; document numbers and phones masked; null when it was empty or a place or unit',
  })
  before!: string | null;
  @Field(() => String, { nullable: true, description: 'as it became; as `before`' })
  after!: string | null;
  @Field(() => Division, { nullable: true, description: 'township before, of a change of residence' })
  placeBefore!: Division | null;
  @Field(() => Division, { nullable: true, description: 'township after, of a change of residence' })
  placeAfter!: Division | null;
  @Field(() => Organisation, { nullable: true, description: 'unit before, of a change of the managing clinic' })
  unitBefore!: Organisation | null;
  @Field(() => Organisation, { nullable: true, description: 'unit after, of a change of the managing clinic' })
  unitAfter!: Organisation | null;
}

@ObjectType({ description: 'One edit of a file (个案历史记录, J-03): who changed what, and from what.' })
export class FileVersion {
  @Field(() => Int, { description: 'the version the edit made; the file began as 1' })
  version!: number;
  @Field(() => Date)
  at!: Date;
  @Field(() => Account, { description: 'who did it' })
  by!: Account;
  @Field(() => String, { description: 'role in which it was done' })
  role!: string;
  @Field(() => [FileChange])
  changes!: FileChange[];
}
