import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person, toPerson } from '../person/person.type.ts';
import { mergePersons, SEALED, unmergePerson } from './merge.service.ts';
import { MergedFile, MergeField } from './merge.type.ts';

@Resolver(() => Person)
export class MergeResolver {
  @Mutation(() => Person, {
    description:
      'Joins two files of one person (合并档案): the second is cancelled and points to the first, which is given back. Errors: NOT_FOUND outside the reach; BAD_INPUT reason (required, too_long), mergedId duplicate (one and the same file), documentNumber when number, birth date and sex of what is taken differ; CONFLICT wrong_state when one of them is cancelled.',
  })
  async mergePersons(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('survivorId', () => ID) survivorId: string,
    @Arg('mergedId', () => ID) mergedId: string,
    @Arg('reason', () => String) reason: string,
    @Arg('take', () => [MergeField], {
      defaultValue: [],
      description: 'what the survivor takes from the merged file; guardians and conditions of both stand in any case',
    })
    take: `${MergeField}`[],
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await mergePersons(ctx, commandId, { survivorId, mergedId, reason, take }));
  }

  @Mutation(() => Person, {
    description:
      'Undoes a merge (撤销合并): the file stands again as it was. Errors: NOT_FOUND outside the reach; CONFLICT wrong_state when it is not merged, duplicate when its document is in use meanwhile.',
  })
  async unmergePerson(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('mergedId', () => ID) mergedId: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await unmergePerson(ctx, commandId, mergedId));
  }

  @FieldResolver(() => ID, { nullable: true, description: 'the file that stands for this one since it was merged' })
  mergedInto(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<string | null> {
    return ctx.loaders.survivor.load(person.id);
  }

  @FieldResolver(() => [MergedFile], { description: 'files that were merged into this one, the last first' })
  async mergedFiles(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<MergedFile[]> {
    const rows = await ctx.loaders.mergedFiles.load(person.id);
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      mergedAt: new Date(row.merged_at),
      reason: ctx.keyring.open(row.reason_sealed, SEALED.reason),
    }));
  }
}
