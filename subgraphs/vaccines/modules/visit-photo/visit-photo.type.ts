import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where a photo taken at a sign-off goes (H-10).' })
export class VisitPhotoUpload {
  @Field(() => ID)
  photoId!: string;
  @Field(() => String, { nullable: true, description: 'null: it is there already' })
  uploadUrl!: string | null;
}
