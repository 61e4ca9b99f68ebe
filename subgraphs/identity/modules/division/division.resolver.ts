import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { topDivisions } from './division.repository.ts';
import { Division } from './division.type.ts';

@Resolver(() => Division)
export class DivisionResolver {
  @Query(() => Division, { nullable: true, description: 'One division by its code of 2, 4, 6, 9 or 12 digits' })
  division(@Arg('code', () => ID) code: string, @Ctx() ctx: IdentityCtx): Promise<Division | null> {
    return ctx.loaders.division.load(code);
  }

  @Query(() => [Division], { description: 'Children of a division in order of code; without `parent` the province' })
  divisions(
    @Arg('parent', () => ID, { nullable: true }) parent: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Division[]> {
    return parent ? ctx.loaders.divisionChildren.load(parent) : topDivisions(ctx.em);
  }

  @FieldResolver(() => Division, { nullable: true, description: 'null for the province' })
  parent(@Root() division: Division, @Ctx() ctx: IdentityCtx): Promise<Division | null> | null {
    return division.parentCode ? ctx.loaders.division.load(division.parentCode) : null;
  }

  @FieldResolver(() => [Division], { description: 'divisions one level down, in order of code' })
  children(@Root() division: Division, @Ctx() ctx: IdentityCtx): Promise<Division[]> {
    return ctx.loaders.divisionChildren.load(division.code);
  }
}
