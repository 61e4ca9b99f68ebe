import type { Em } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { ClinicSettings } from '../observation/observation.resolver.ts';
import { clinicSettings } from '../observation/observation.service.ts';
import { setPointLists, vaccinationPoints } from './point.service.ts';
import { PointListsInput, VaccinationPoint } from './point.type.ts';

@Resolver(() => ClinicSettings)
export class PointResolver {
  @FieldResolver(() => [VaccinationPoint], {
    description: 'the vaccination points with their staff and vaccines (H-11)',
  })
  pointLists(@Root() settings: ClinicSettings, @Ctx() ctx: VaccinesCtx): Promise<VaccinationPoint[]> {
    return vaccinationPoints(ctx, settings.points);
  }

  @Mutation(() => ClinicSettings, {
    description:
      "Sets who works at a point of the caller's clinic and what is given there (H-11). Errors: BAD_INPUT (point no_match; staff " +
      'out_of_range, duplicate, format, no_match with the row: who does not work there; vaccines out_of_range, duplicate, unknown_code).',
  })
  async setPointLists(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => PointListsInput) input: PointListsInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ClinicSettings> {
    await setPointLists(ctx, commandId, input);
    return clinicSettings(ctx.em.fork() as Em, ctx.claims.organisation);
  }
}
