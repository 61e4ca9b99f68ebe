import { nameKey } from '@miaoben/identifiers';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { phoneBlind } from '../person/person.stored.ts';
import { Guardian, Person, toPerson } from '../person/person.type.ts';
import { addGuardian, changeGuardian, endGuardian, liftBindingBar } from './guardian.service.ts';
import { AddGuardianInput, ChangeGuardianInput, EndGuardianInput, FormerGuardian } from './guardian.type.ts';

@Resolver(() => Person)
export class GuardianResolver {
  @Mutation(() => Person, {
    description:
      'Adds a guardian, typed or picked from the household; four a file, one mother and one father. CONFLICT version, wrong_state.',
  })
  async addGuardian(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AddGuardianInput) input: AddGuardianInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await addGuardian(ctx, commandId, input));
  }

  @Mutation(() => Person, { description: 'Corrects a guardian. CONFLICT version, wrong_state.' })
  async changeGuardian(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ChangeGuardianInput) input: ChangeGuardianInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await changeGuardian(ctx, commandId, input));
  }

  @Mutation(() => Person, {
    description: 'Ends a guardian; the file keeps who it was (J-03). CONFLICT version, wrong_state.',
  })
  async endGuardian(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => EndGuardianInput) input: EndGuardianInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await endGuardian(ctx, commandId, input));
  }

  @Mutation(() => Person, {
    description:
      'Lets a former guardian who lost custody bind the child again (Q-13). NOT_FOUND; CONFLICT already_decided when nothing holds her ' +
      'off, wrong_state when the file has ended.',
  })
  async liftBindingBar(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('formerGuardianId', () => ID) formerGuardianId: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await liftBindingBar(ctx, commandId, { personId, formerGuardianId }));
  }

  @FieldResolver(() => [FormerGuardian], { description: 'Who was a guardian on the file, the last first.' })
  async formerGuardians(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<FormerGuardian[]> {
    return (await ctx.loaders.formerGuardians.load(person.id)).map((row) => ({
      id: row.id,
      barred: row.barred,
      relation: row.relation,
      name: row.name,
      endedAt: new Date(row.ended_at),
      by: { id: row.ended_by },
      reason: row.reason,
    }));
  }
}

@Resolver(() => Guardian)
export class ParentResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Live files that name this mother or father by name and phone (子女数, J-12); null without a phone and for other guardians.',
  })
  async children(@Root() { relation, name, phone }: Guardian, @Ctx() ctx: PeopleCtx): Promise<number | null> {
    if (relation === 'other' || phone === null) return null;
    return ctx.loaders.children.load({ name: nameKey(name), phoneBlind: phoneBlind(ctx.keyring, phone) });
  }
}
