import type { Em } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { changedDose } from '../dose/dose.resolver.ts';
import { shapeDose } from '../dose/dose.shape.ts';
import { Dose } from '../dose/dose.type.ts';
import { runningObservations } from './observation.repository.ts';
import {
  clinicSettings,
  endObservation,
  setFingerprintAsked,
  setObservationMinutes,
  setVaccinationPoints,
} from './observation.service.ts';

@ObjectType({ description: 'Settings of a clinic.' })
export class ClinicSettings {
  @Field(() => Int, { description: 'minutes of observation after a dose (H-19)' })
  observationMinutes!: number;
  @Field(() => [String], { description: 'vaccination points (接种点, H-09); none: the clinic is its only one' })
  points!: string[];
  @Field(() => Boolean, { description: 'a sign-off takes a fingerprint, a photo, or the reason why neither (H-10)' })
  asksFingerprint!: boolean;
}

@Resolver()
export class ObservationResolver {
  @Query(() => ClinicSettings, { description: "Settings of the caller's clinic." })
  async clinicSettings(@Ctx() ctx: VaccinesCtx): Promise<ClinicSettings> {
    return clinicSettings(ctx.em, ctx.claims.organisation);
  }

  @Query(() => [Dose], {
    description: "Doses under observation in the caller's clinic, the one that ends first in front; at most 500.",
  })
  async runningObservations(@Ctx() ctx: VaccinesCtx): Promise<Dose[]> {
    if (!ctx.claims.organisation) return [];
    const reach = reachOf(ctx.scopeOf('Query.dose'), ctx.claims);
    const running = await runningObservations(ctx.em, ctx.claims.organisation, reach, ctx.clock.now());
    for (const one of running) ctx.loaders.observation.prime(`${one.person_id}/${one.dose_id}`, one);
    const records = await ctx.loaders.record.loadMany(running.map((one) => one.person_id));
    return running.flatMap((one, i) => {
      const record = records[i];
      if (record instanceof Error) throw record;
      const row = record?.dose(one.dose_id);
      return record && row ? [shapeDose(record, row)] : [];
    });
  }

  @Mutation(() => Dose, {
    description:
      'Ends the observation of a dose; `reaction` notes what was seen. Errors: CONFLICT wrong_state when none runs, FORBIDDEN ' +
      'unless the own clinic gave the dose or manages the person.',
  })
  async endObservation(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('doseId', () => ID) doseId: string,
    @Arg('reaction', () => String, { nullable: true }) reaction: string | null | undefined,
    @Arg('endedAt', () => Date, { nullable: true, description: 'when the device took it; default: now' })
    endedAt: Date | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Dose> {
    return changedDose(
      ctx,
      await endObservation(ctx, commandId, doseId, { reaction: reaction ?? null, endedAt: endedAt ?? null }),
    );
  }

  @Mutation(() => ClinicSettings, {
    description: "Sets the minutes of observation of the caller's clinic, 5 to 120. Errors: BAD_INPUT out_of_range.",
  })
  async setObservationMinutes(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('minutes', () => Int) minutes: number,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ClinicSettings> {
    await setObservationMinutes(ctx, commandId, minutes);
    return clinicSettings(ctx.em.fork() as Em, ctx.claims.organisation);
  }

  @Mutation(() => ClinicSettings, {
    description:
      "Names the vaccination points of the caller's clinic (H-09). Errors: BAD_INPUT (points required, too_long, duplicate, out_of_range).",
  })
  async setVaccinationPoints(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('points', () => [String]) points: string[],
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ClinicSettings> {
    await setVaccinationPoints(ctx, commandId, points);
    return clinicSettings(ctx.em.fork() as Em, ctx.claims.organisation);
  }

  @Mutation(() => ClinicSettings, {
    description: "Sets whether a sign-off at the caller's clinic asks for a fingerprint (H-10).",
  })
  async setFingerprintAsked(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('asked', () => Boolean) asked: boolean,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ClinicSettings> {
    await setFingerprintAsked(ctx, commandId, asked);
    return clinicSettings(ctx.em.fork() as Em, ctx.claims.organisation);
  }
}
