import { type Em, query } from '@miaoben/kernel';
import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Division, Organisation, Person } from '../person/person.type.ts';
import { MoveDirection, MoveState } from './move.enums.ts';
import type { MoveRow } from './move.repository.ts';
import { MOVE_SEALED } from './move.shape.ts';

@ObjectType({
  description: 'A move as it stands on the file (迁移记录, S-26, S-43), without what its two units tell each other.',
})
export class MoveRecord {
  @Field(() => ID)
  id!: string;
  @Field(() => MoveDirection)
  direction!: `${MoveDirection}`;
  @Field(() => MoveState)
  state!: `${MoveState}`;
  @Field(() => Organisation, { nullable: true })
  fromUnit!: Organisation | null;
  @Field(() => Organisation, { nullable: true })
  toUnit!: Organisation | null;
  @Field(() => Division)
  fromDivision!: Division;
  @Field(() => Division)
  toDivision!: Division;
  @Field(() => String)
  reason!: string;
  @Field(() => Date)
  startedAt!: Date;
}

/** Moves of persons, the last first. One statement for any number. */
export async function movesOf(em: Em, personIds: readonly string[]): Promise<MoveRow[]> {
  return query<MoveRow>(
    em,
    'select * from file_move where person_id = any($1::uuid[]) order by person_id, started_at desc, id desc',
    [personIds],
  );
}

@Resolver(() => Person)
export class MoveRecordResolver {
  @FieldResolver(() => [MoveRecord], { description: 'Moves of the file, the last first.' })
  async moves(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<MoveRecord[]> {
    return (await ctx.loaders.moves.load(person.id)).map((row) => ({
      id: row.id,
      direction: row.direction,
      state: row.state,
      fromUnit: row.from_unit === null ? null : { id: row.from_unit },
      toUnit: row.to_unit === null ? null : { id: row.to_unit },
      fromDivision: { code: row.from_division },
      toDivision: { code: row.to_division },
      reason: ctx.keyring.open(row.reason_sealed, MOVE_SEALED.reason),
      startedAt: new Date(row.started_at),
    }));
  }
}
