import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { openFile, openGuardian } from '../person/person.repository.ts';
import { Person } from '../person/person.type.ts';
import { gapsOf } from '../quality/quality.rules.ts';
import { FileGap, PersonDetails } from './details.type.ts';

@Resolver(() => Person)
export class DetailsResolver {
  @FieldResolver(() => PersonDetails)
  details(@Root() { row }: Person, @Ctx() { keyring }: PeopleCtx): PersonDetails {
    return openFile(keyring, row);
  }

  @FieldResolver(() => [FileGap], {
    description: 'What the basic data set of the file lacks, and what contradicts itself (Q-01).',
  })
  async gaps(@Root() { row }: Person, @Ctx() ctx: PeopleCtx): Promise<FileGap[]> {
    const guardians = (await ctx.loaders.guardians.load(row.id)).map((g) => openGuardian(ctx.keyring, g));
    return gapsOf({ ...openFile(ctx.keyring, row), guardians }, ctx.clock.today());
  }
}
