import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { openFile } from '../person/person.repository.ts';
import { SEALED } from '../person/person.stored.ts';
import { Person } from '../person/person.type.ts';
import { FileGap, PersonDetails } from './details.type.ts';
import { gapsOf } from './gaps.rules.ts';

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
    const guardians = (await ctx.loaders.guardians.load(row.id)).map((g) => ({
      relation: g.relation,
      phone: g.phone_sealed === null ? null : ctx.keyring.open(g.phone_sealed, SEALED.guardianPhone),
    }));
    return gapsOf({ ...openFile(ctx.keyring, row), guardians }, ctx.clock.today());
  }
}
