import { forbidden } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import type { PersonRecord } from '../../record.ts';
import { shapeDose } from '../dose/dose.shape.ts';
import { Dose } from '../dose/dose.type.ts';
import { planOf } from '../plan/plan.shape.ts';
import { VaccinationPlan } from '../plan/plan.type.ts';
import { Person } from './person.type.ts';

/** The person behind a federated reference, null when out of reach or not there. */
export async function loadPerson(ctx: VaccinesCtx, id: string): Promise<Person | null> {
  return (await ctx.loaders.record.load(id)) && { id };
}

async function recordOf(ctx: VaccinesCtx, person: Person): Promise<PersonRecord> {
  const record = await ctx.loaders.record.load(person.id);
  if (!record) throw forbidden();
  return record;
}

@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => [Dose], { description: 'recorded doses by date (Q-17, J-16)' })
  async doses(
    @Root() person: Person,
    @Arg('includeVoided', () => Boolean, { nullable: true, defaultValue: false }) includeVoided: boolean | null,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Dose[]> {
    const record = await recordOf(ctx, person);
    return record.doses.filter((d) => includeVoided || d.state === 'given').map((row) => shapeDose(record, row));
  }

  @FieldResolver(() => VaccinationPlan, { description: 'what is still to be given (Q-17, J-16), as of today' })
  async plan(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<VaccinationPlan> {
    const record = await recordOf(ctx, person);
    return planOf(record.catalogue, record, record.asOf);
  }
}
