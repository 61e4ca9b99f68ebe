import { DateScalar, forbidden } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import type { PersonRecord } from '../../record.ts';
import { shapeCase } from '../aefi/aefi.shape.ts';
import { AdverseEvent } from '../aefi/aefi.type.ts';
import { consentFor } from '../consent/consent.service.ts';
import { shapeConsent } from '../consent/consent.shape.ts';
import { Consent, ConsentStanding } from '../consent/consent.type.ts';
import { shapeDose } from '../dose/dose.shape.ts';
import { Dose } from '../dose/dose.type.ts';
import { HealthFact } from '../health/health-fact.type.ts';
import { NotGiven } from '../not-given/not-given.type.ts';
import { shapeCopies } from '../paper/paper.shape.ts';
import { PaperCopy } from '../paper/paper.type.ts';
import { planOf, remainingOf } from '../plan/plan.shape.ts';
import { PlannedDose, VaccinationPlan } from '../plan/plan.type.ts';
import { traceOf } from '../plan/trace.shape.ts';
import { TraceStep } from '../plan/trace.type.ts';
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

  @FieldResolver(() => PlannedDose, {
    nullable: true,
    description:
      'the next dose of the programme and the day it is expected (下一针, H-08); null: nothing more is to come',
  })
  async nextDose(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<PlannedDose | null> {
    const record = await recordOf(ctx, person);
    return remainingOf(record.catalogue, record, record.asOf)[0] ?? null;
  }

  @FieldResolver(() => [HealthFact], { description: 'dated health facts the schedule heeds, the latest first' })
  async healthFacts(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<HealthFact[]> {
    await recordOf(ctx, person);
    return ctx.loaders.healthFacts.load(person.id);
  }

  @FieldResolver(() => [NotGiven], { description: 'why birth doses were not given (S-13), at most one entry a dose' })
  async notGiven(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<NotGiven[]> {
    await recordOf(ctx, person);
    return ctx.loaders.notGiven.load(person.id);
  }

  @FieldResolver(() => [PaperCopy], {
    description: 'booklets and cards with what is printed on them (S-14, Q-60); of each kind the one in use first',
  })
  async paperCopies(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<PaperCopy[]> {
    return shapeCopies(await recordOf(ctx, person), await ctx.loaders.printings.load(person.id));
  }

  @FieldResolver(() => [AdverseEvent], {
    description: 'suspected adverse events after vaccination (异常反应史, S-26), the latest first',
  })
  async adverseEvents(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<AdverseEvent[]> {
    await recordOf(ctx, person);
    return (await ctx.loaders.aefi.ofPerson.load(person.id)).map((row) => shapeCase(row, ctx.clock.now()));
  }

  @FieldResolver(() => [Consent], { description: 'signed decisions on vaccinations (H-18), the latest first' })
  async consents(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<Consent[]> {
    const { catalogue } = await recordOf(ctx, person);
    return (await ctx.loaders.consents.load(person.id)).map((row) => shapeConsent(catalogue, row));
  }

  @FieldResolver(() => ConsentStanding, {
    description:
      'whether a dose of a vaccine has the consent it needs (H-18), on a day, today by default. Error: BAD_INPUT unknown_code.',
  })
  async consentFor(
    @Root() person: Person,
    @Arg('vaccineCode', () => ID) vaccineCode: string,
    @Arg('date', () => DateScalar, { nullable: true }) date: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ConsentStanding> {
    return consentFor(ctx, person.id, vaccineCode, date ?? ctx.clock.today());
  }

  @FieldResolver(() => [TraceStep], {
    description: 'the steps by which the record was judged, dose by dose, and those of the forecast of each series',
  })
  async trace(@Root() person: Person, @Ctx() ctx: VaccinesCtx): Promise<TraceStep[]> {
    const record = await recordOf(ctx, person);
    return traceOf(record.catalogue, record, record.asOf);
  }
}
