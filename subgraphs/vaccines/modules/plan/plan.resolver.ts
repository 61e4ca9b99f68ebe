import { forbidden } from '@miaoben/kernel';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import type { PersonRecord } from '../../record.ts';
import { isBirthDose } from '../not-given/not-given.repository.ts';
import { othersOf, remainingOf } from './plan.shape.ts';
import { PlannedDose, SeriesForecast, VaccinationPlan } from './plan.type.ts';

async function recordOf(ctx: VaccinesCtx, personId: string): Promise<PersonRecord> {
  const record = await ctx.loaders.record.load(personId);
  if (!record) throw forbidden();
  return record;
}

@Resolver(() => VaccinationPlan)
export class PlanResolver {
  @FieldResolver(() => [PlannedDose], {
    description: 'all remaining doses of the programme with the expected day of each, by day (Q-17)',
  })
  async remaining(@Root() plan: VaccinationPlan, @Ctx() ctx: VaccinesCtx): Promise<PlannedDose[]> {
    const record = await recordOf(ctx, plan.personId);
    return remainingOf(record.catalogue, record, plan.asOf);
  }

  @FieldResolver(() => [SeriesForecast], { description: 'series outside the programme (非免疫规划疫苗)' })
  async others(@Root() plan: VaccinationPlan, @Ctx() ctx: VaccinesCtx): Promise<SeriesForecast[]> {
    const record = await recordOf(ctx, plan.personId);
    return othersOf(record.catalogue, record, plan.asOf);
  }
}

@Resolver(() => SeriesForecast)
export class SeriesForecastResolver {
  @FieldResolver(() => Boolean, {
    description: 'a birth dose (BCG, HepB 1) is overdue and nobody has entered why it was not given (S-13)',
  })
  async reasonRequired(@Root() forecast: SeriesForecast, @Ctx() ctx: VaccinesCtx): Promise<boolean> {
    if (forecast.status !== 'overdue' || !isBirthDose(forecast.series, forecast.dose)) return false;
    const entered = await ctx.loaders.notGiven.load(forecast.personId);
    return !entered.some((e) => e.series === forecast.series);
  }

  @FieldResolver(() => Boolean, {
    description:
      'the clinic (of the caller; for others the managing clinic of the person) has a usable lot of one of the vaccines (H-07)',
  })
  async servedHere(@Root() forecast: SeriesForecast, @Ctx() ctx: VaccinesCtx): Promise<boolean> {
    const { role, organisation } = ctx.claims;
    const clinic = role === 'vaccinator' && organisation ? organisation : forecast.managingClinic;
    const served = await ctx.loaders.servedVaccines.load(clinic);
    return forecast.vaccines.some((v) => served.has(v.code));
  }
}
