import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { bundleUrl } from './exchange-record.service.ts';

@Resolver()
export class ExchangeRecordResolver {
  @Query(() => String, {
    description:
      'Address of a person’s record as a FHIR R4 bundle (Patient, Immunization, ImmunizationRecommendation), open for five minutes. The resident ID number goes along only when asked for. FORBIDDEN outside the reach. Each call is an audit line.',
  })
  fhirBundleUrl(
    @Arg('personId', () => ID) personId: string,
    @Arg('withResidentId', () => Boolean, { nullable: true, defaultValue: false }) withResidentId: boolean | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<string> {
    return bundleUrl(ctx, personId, withResidentId ?? false);
  }
}
