import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person, toPerson } from '../person/person.type.ts';
import { keepContact } from './contact.service.ts';
import { KeepContactInput } from './contact.type.ts';

@Resolver(() => Person)
export class ContactResolver {
  @Mutation(() => Person, {
    description:
      'A family changes how it is reached (Q-15). BAD_INPUT phone, residence, residenceAddress, emergencyName, emergencyPhone, ownPhone; CONFLICT version, wrong_state.',
  })
  async keepContact(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => KeepContactInput) input: KeepContactInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await keepContact(ctx, commandId, input));
  }

  @FieldResolver(() => Date, {
    nullable: true,
    description: 'when the family last changed how it is reached, or what else it may; null: never',
  })
  async familyChangedAt(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<Date | null> {
    const last = (await ctx.loaders.versions.load(person.id)).find((v) => v.role === 'guardian');
    return last ? new Date(last.at) : null;
  }
}
