import { maskName } from '@miaoben/identifiers';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person, toPerson } from '../person/person.type.ts';
import { bindableChildren, bindChild, myChildren, unbindChild } from './binding.service.ts';
import { BindCandidate, BindChildInput } from './binding.type.ts';

@Resolver()
export class BindingResolver {
  @Query(() => [Person], { description: 'The children bound to the account, youngest first.' })
  async myChildren(@Ctx() ctx: PeopleCtx): Promise<Person[]> {
    return (await myChildren(ctx)).map(toPerson);
  }

  @Query(() => [BindCandidate], {
    description: "Children whose file names the verified guardian's phone and name. BAD_INPUT not_real_name.",
  })
  async bindableChildren(@Ctx() ctx: PeopleCtx): Promise<BindCandidate[]> {
    return (await bindableChildren(ctx)).map((c) => ({
      id: c.id,
      maskedName: maskName(c.name),
      birthDate: c.birth_date,
      sex: c.sex,
      relation: c.relation,
      bound: c.bound,
    }));
  }

  @Mutation(() => Person, {
    description:
      'Binds a child. BAD_INPUT consent, not_real_name, no_match, custody_ended (who lost custody, until the clinic lifts it), out_of_range (ten children); RATE_LIMITED.',
  })
  async bindChild(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => BindChildInput) input: BindChildInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await bindChild(ctx, commandId, input));
  }

  @Mutation(() => Boolean, { description: 'Ends a binding. NOT_FOUND when there is none.' })
  unbindChild(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<boolean> {
    return unbindChild(ctx, commandId, personId);
  }
}
