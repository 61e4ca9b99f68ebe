import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

/** Where a keyset page ends; the same type in every subgraph. */
@Directive('@shareable')
@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;
  /** pass as `after` for the next page */
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@Directive('@shareable')
@ObjectType({ description: 'One page of the off-line pack: compact rows as JSON text, in key order' })
export class PackPage {
  @Field(() => [String])
  rows!: string[];
  @Field(() => String, { nullable: true })
  cursor!: string | null;
  @Field(() => Boolean)
  complete!: boolean;
  @Field(() => Date)
  takenAt!: Date;
  @Field(() => Int, { description: 'Rows of the whole load; of changes those of this page.' })
  total!: number;
  @Field(() => String, {
    description:
      'Pass as `since`, once this load is complete, for what changed after its first page. Good for this account and division only.',
  })
  position!: string;
  @Field(() => [ID], { description: 'With `since`: persons that are no longer part of the pack.' })
  gone!: string[];
}
