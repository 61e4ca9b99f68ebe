import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Division } from '../division/division.type.ts';
import { organisationPage } from './organisation.repository.ts';
import { Organisation, OrganisationKind, OrganisationPage } from './organisation.type.ts';

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => Organisation, { nullable: true })
  organisation(@Arg('id', () => ID) id: string, @Ctx() ctx: IdentityCtx): Promise<Organisation | null> {
    return ctx.loaders.organisation.load(id);
  }

  @Query(() => OrganisationPage, {
    description: 'The directory in order of division and code. `division` is a prefix: the division and all below it',
  })
  organisations(
    @Arg('division', () => ID, { nullable: true }) division: string | null | undefined,
    @Arg('kind', () => OrganisationKind, { nullable: true }) kind: OrganisationKind | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Page<Organisation>> {
    return organisationPage(ctx.em, { division: division ?? undefined, kind: kind ?? undefined }, first ?? 50, after);
  }

  @FieldResolver(() => Division)
  async division(@Root() organisation: Organisation, @Ctx() ctx: IdentityCtx): Promise<Division> {
    const division = await ctx.loaders.division.load(organisation.divisionCode);
    if (!division) throw new Error(`organisation ${organisation.id} stands in a division that is not there`);
    return division;
  }
}
