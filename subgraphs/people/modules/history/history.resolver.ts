import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person } from '../person/person.type.ts';
import { toVersion } from './history.shape.ts';
import { FileVersion } from './history.type.ts';

@Resolver(() => Person)
export class HistoryResolver {
  @FieldResolver(() => [FileVersion], { description: 'Edits of the file, the last first (J-03).' })
  async history(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<FileVersion[]> {
    return (await ctx.loaders.versions.load(person.id)).map((row) => toVersion(ctx.keyring, row));
  }
}
