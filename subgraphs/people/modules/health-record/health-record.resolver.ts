import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person, toPerson } from '../person/person.type.ts';
import { healthRecordOf, linkHealthRecord, unlinkHealthRecord } from './health-record.service.ts';
import { HealthRecord } from './health-record.type.ts';

@Resolver(() => Person)
export class HealthRecordResolver {
  @FieldResolver(() => HealthRecord, {
    nullable: true,
    description: 'The linked e-health record (Q-07), asked for of its platform now; ask for one person at a time.',
  })
  healthRecord(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<HealthRecord | null> {
    return healthRecordOf(ctx, person.id);
  }

  @Mutation(() => Person, {
    description:
      'Links the e-health record of a bound child. BAD_INPUT consent, not_real_name, documentNumber required, no_match; UNAVAILABLE.',
  })
  async linkHealthRecord(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('consent', () => Boolean) consent: boolean,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await linkHealthRecord(ctx, commandId, personId, consent));
  }

  @Mutation(() => Person, { description: 'Ends the link to the e-health record. CONFLICT wrong_state.' })
  async unlinkHealthRecord(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Person> {
    return toPerson(await unlinkHealthRecord(ctx, commandId, personId));
  }
}
