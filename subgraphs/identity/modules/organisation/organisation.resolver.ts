import type { Page } from '@miaoben/kernel';
import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Division } from '../division/division.type.ts';
import { organisationPage } from './organisation.repository.ts';
import { change, close, create } from './organisation.service.ts';
import { Organisation, OrganisationInput, OrganisationKind, OrganisationPage } from './organisation.type.ts';

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => Organisation, { nullable: true })
  organisation(@Arg('id', () => ID) id: string, @Ctx() ctx: IdentityCtx): Promise<Organisation | null> {
    return ctx.loaders.organisation.load(id);
  }

  @Query(() => OrganisationPage, {
    description:
      'The directory in order of division and code. `division` is a prefix: the division and all below it. `text` is a part of the name or the start of the code. Closed ones are left out unless asked for.',
  })
  organisations(
    @Arg('division', () => ID, { nullable: true }) division: string | null | undefined,
    @Arg('kind', () => OrganisationKind, { nullable: true }) kind: OrganisationKind | null | undefined,
    @Arg('text', () => String, { nullable: true }) text: string | null | undefined,
    @Arg('withClosed', () => Boolean, { nullable: true, defaultValue: false }) withClosed: boolean | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Page<Organisation>> {
    return organisationPage(
      ctx.em,
      {
        division: division ?? undefined,
        kind: kind ?? undefined,
        text: text?.trim() || undefined,
        withClosed: withClosed ?? false,
        today: ctx.clock.today(),
      },
      first ?? 50,
      after,
    );
  }

  @Mutation(() => Organisation, {
    description:
      'Enters an organisation of the caller’s area in the directory: clinic, school, issuer … Errors: FORBIDDEN outside the area; BAD_INPUT (required, format, too_long, check_digit, unknown_code) naming the field; CONFLICT duplicate (code).',
  })
  createOrganisation(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => OrganisationInput) input: OrganisationInput,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Organisation> {
    return create(ctx, commandId, input);
  }

  @Mutation(() => Organisation, { description: 'Changes all fields of one. Errors as of createOrganisation.' })
  changeOrganisation(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => OrganisationInput) input: OrganisationInput,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Organisation> {
    return change(ctx, commandId, id, input);
  }

  @Mutation(() => Organisation, {
    description:
      'Closes an organisation from a day on; null opens it again. It is never removed: what it issued keeps naming it. Errors: FORBIDDEN; CONFLICT wrong_state while accounts in use work for it.',
  })
  closeOrganisation(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('closedOn', () => DateScalar, { nullable: true }) closedOn: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Organisation> {
    return close(ctx, commandId, id, closedOn ?? null);
  }

  @FieldResolver(() => Division)
  async division(@Root() organisation: Organisation, @Ctx() ctx: IdentityCtx): Promise<Division> {
    const division = await ctx.loaders.division.load(organisation.divisionCode);
    if (!division) throw new Error(`organisation ${organisation.id} stands in a division that is not there`);
    return division;
  }
}
