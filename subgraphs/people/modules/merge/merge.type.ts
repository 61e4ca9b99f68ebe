import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum MergeField {
  name = 'name',
  sex = 'sex',
  birthDate = 'birthDate',
  document = 'document',
  phone = 'phone',
  residence = 'residence',
  managingClinic = 'managingClinic',
}
registerEnumType(MergeField, {
  name: 'MergeField',
  description:
    'What of a merged file the survivor may take: document is type and number, residence is township and address.',
});

@ObjectType({ description: 'A file that was merged into another one (被合并的档案) and can be parted from it again.' })
export class MergedFile {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'name on the file that ended' })
  name!: string;
  @Field(() => Date)
  mergedAt!: Date;
  @Field(() => String, { description: 'how it was made sure that it is the same person' })
  reason!: string;
}
