import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { cancelSession, planSession, vaccinationSessions } from './session.service.ts';
import { PlanSessionInput, VaccinationSession } from './session.type.ts';

@Resolver()
export class SessionResolver {
  @Query(() => [VaccinationSession], {
    description:
      "Sessions of the caller's clinic at temporary points (H-11), by day; default: the next 60 days. At most 200.",
  })
  vaccinationSessions(
    @Arg('from', () => DateScalar, { nullable: true }) from: string | null | undefined,
    @Arg('to', () => DateScalar, { nullable: true }) to: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<VaccinationSession[]> {
    return vaccinationSessions(ctx, { from: from ?? null, to: to ?? null });
  }

  @Mutation(() => VaccinationSession, {
    description:
      'Plans a session at a temporary point, or changes a planned one. Errors: BAD_INPUT (day out_of_range, point required, too_long or ' +
      'duplicate, team, staff and vaccines required, duplicate or out_of_range, staff format or no_match (with the row: who does not work for the clinic), vaccines unknown_code), CONFLICT wrong_state, FORBIDDEN.',
  })
  planSession(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => PlanSessionInput) input: PlanSessionInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<VaccinationSession> {
    return planSession(ctx, commandId, input);
  }

  @Mutation(() => VaccinationSession, {
    description:
      'Cancels a planned session. Errors: BAD_INPUT format, CONFLICT wrong_state when it is cancelled or over, FORBIDDEN.',
  })
  cancelSession(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('sessionId', () => ID) sessionId: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<VaccinationSession> {
    return cancelSession(ctx, commandId, sessionId);
  }
}
