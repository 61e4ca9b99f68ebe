import { BLOCK_FIELDS } from '@miaoben/schema';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person } from '../person/person.type.ts';
import { toVersion } from './history.shape.ts';
import { FileVersion } from './history.type.ts';

@Resolver(() => Person)
export class HistoryResolver {
  @FieldResolver(() => [FileVersion], { description: 'Edits of the file, the last first (J-03).' })
  async history(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<FileVersion[]> {
    const { hidden } = ctx.claims;
    const versions = (await ctx.loaders.versions.load(person.id)).map((row) => toVersion(ctx.keyring, row));
    if (!hidden) return versions;
    // What is hidden from an account (J-04) is hidden in the edits of it too.
    return versions.flatMap((version) => {
      const changes = version.changes.filter(({ field }) => {
        const block = BLOCK_FIELDS[`people Person.${field}`];
        return block === undefined || !hidden.includes(block);
      });
      return changes.length > 0 ? [{ ...version, changes }] : [];
    });
  }
}
