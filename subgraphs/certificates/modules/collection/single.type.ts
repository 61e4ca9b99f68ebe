import { Field, ID, InputType, ObjectType } from 'type-graphql';

@InputType()
export class CollectedValueInput {
  @Field(() => String, { description: 'Key or label of the field.' })
  field!: string;
  @Field(() => String, { description: 'As the standard writes it; entries of a list parted by ；.' })
  value!: string;
}

@ObjectType()
export class CollectedLicence {
  @Field(() => ID, { nullable: true, description: 'null when a validity was ended that was not there.' })
  licenceId!: string | null;
  @Field(() => ID)
  typeCode!: string;
}
