import { maskName } from '@miaoben/identifiers';
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person, toPerson } from '../person/person.type.ts';
import type { MemberRow } from './household.repository.ts';
import { joinHousehold, leaveHousehold, relateHousehold } from './household.service.ts';
import {
  FormerHousehold,
  Household,
  HouseholdMember,
  JoinHouseholdInput,
  LeaveHouseholdInput,
  RelateHouseholdInput,
} from './household.type.ts';

/** A member as the caller may see it: the file inside the reach, else the masked name and the relation alone. */
async function toMember(ctx: PeopleCtx, row: MemberRow): Promise<HouseholdMember> {
  const file = await ctx.loaders.person.load(row.person_id);
  return {
    personId: row.person_id,
    person: file && toPerson(file),
    name: file ? row.name : maskName(row.name),
    relation: row.relation,
    registrationState: row.registration_state,
    since: new Date(row.joined_at),
    until: row.ended_at === null ? null : new Date(row.ended_at),
    endReason: row.end_reason,
    endedBy: row.ended_by === null ? null : { id: row.ended_by },
  };
}

@Resolver(() => Person)
export class HouseholdResolver {
  @FieldResolver(() => Household, { nullable: true, description: 'The household the person lives in (J-05).' })
  async household(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<Household | null> {
    const row = await ctx.loaders.household.load(person.id);
    if (!row) return null;
    const members = await Promise.all(row.members.map((m) => toMember(ctx, m)));
    return {
      id: row.id,
      number: row.number,
      division: { code: row.division },
      openedAt: new Date(row.opened_at),
      members: members.filter((m) => m.until === null),
      formerMembers: members
        .filter((m) => m.until !== null)
        .sort((a, b) => (b.until?.getTime() ?? 0) - (a.until?.getTime() ?? 0)),
    };
  }

  @FieldResolver(() => [FormerHousehold], { description: 'Stays in households that ended, the last first.' })
  async formerHouseholds(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<FormerHousehold[]> {
    return (await ctx.loaders.formerStays.load(person.id)).map((row) => ({
      number: row.number,
      relation: row.relation,
      since: new Date(row.joined_at),
      until: new Date(row.ended_at),
      reason: row.end_reason,
    }));
  }

  @Mutation(() => Person, {
    description:
      'Puts a person into a household or opens one. CONFLICT duplicate: lives in one already; wrong_state: the file has ended.',
  })
  async joinHousehold(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => JoinHouseholdInput) input: JoinHouseholdInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await joinHousehold(ctx, commandId, input));
  }

  @Mutation(() => Person, { description: 'States the relations of all members anew. BAD_INPUT input.relations.' })
  async relateHousehold(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => RelateHouseholdInput) input: RelateHouseholdInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await relateHousehold(ctx, commandId, input));
  }

  @Mutation(() => Person, {
    description: 'Ends a stay in a household. CONFLICT wrong_state: the head leaves last, or after another was named.',
  })
  async leaveHousehold(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => LeaveHouseholdInput) input: LeaveHouseholdInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await leaveHousehold(ctx, commandId, input));
  }
}
