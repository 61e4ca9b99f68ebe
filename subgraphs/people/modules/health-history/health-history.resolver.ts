import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { Person } from '../person/person.type.ts';
import type { HealthKind } from './health-history.codes.ts';
import { recordHealthEntry, toEntry, withdrawHealthEntry } from './health-history.service.ts';
import { HealthEntry, RecordHealthEntryInput, WithdrawHealthEntryInput } from './health-history.type.ts';

/** The block of a file an entry stands in (J-04). */
const BLOCK = {
  contraindication: 'contraindications',
  infection: 'infections',
  allergy: 'allergies',
} as const satisfies Record<HealthKind, string>;

@Resolver(() => Person)
export class HealthHistoryResolver {
  @FieldResolver(() => [HealthEntry], {
    description: 'Contraindications, infectious diseases and allergies that staff entered (S-26), the latest first.',
  })
  async healthHistory(@Root() person: Person, @Ctx() ctx: PeopleCtx): Promise<HealthEntry[]> {
    const rows = await ctx.loaders.healthEntries.load(person.id);
    return rows.filter(({ kind }) => !ctx.claims.hidden?.includes(BLOCK[kind])).map((row) => toEntry(ctx.keyring, row));
  }

  @Mutation(() => HealthEntry, {
    description:
      'Enters a contraindication, a disease that was had, or an allergy. BAD_INPUT input.code, input.note, input.since, input.until; CONFLICT wrong_state.',
  })
  recordHealthEntry(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => RecordHealthEntryInput) input: RecordHealthEntryInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<HealthEntry> {
    return recordHealthEntry(ctx, commandId, input);
  }

  @Mutation(() => HealthEntry, {
    description: 'Takes an entry back that was made by mistake; it stays readable. CONFLICT already_voided.',
  })
  withdrawHealthEntry(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => WithdrawHealthEntryInput) input: WithdrawHealthEntryInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<HealthEntry> {
    return withdrawHealthEntry(ctx, commandId, input);
  }
}
