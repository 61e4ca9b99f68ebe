import { forbidden } from '@miaoben/kernel';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { Person } from '../person/person.type.ts';
import { RecordLink } from './merge.type.ts';

@Resolver(() => Person)
export class MergePersonResolver {
  @FieldResolver(() => RecordLink, {
    description: 'the merges its record has followed: one that people tells of and that is not here yet is on its way',
  })
  async recordLink(@Root() { id }: Person, @Ctx() ctx: VaccinesCtx): Promise<RecordLink> {
    if (!(await ctx.loaders.record.load(id))) throw forbidden();
    return ctx.loaders.recordLink.load(id);
  }
}
