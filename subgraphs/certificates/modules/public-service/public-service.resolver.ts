import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { GivenFieldInput } from '../showing/showing.type.ts';
import { lookUp, services } from './public-service.service.ts';
import { changeService, readServiceSettings } from './public-service.settings.ts';
import { PublicLicence, PublicService, PublicServiceInput, PublicServiceSetting } from './public-service.type.ts';

@Resolver()
export class PublicServiceResolver {
  @Query(() => [PublicService], { description: 'Licence types that anybody may look up, without signing in (J-59).' })
  publicServices(@Ctx() ctx: CertificatesCtx): Promise<PublicService[]> {
    return services(ctx);
  }

  @Query(() => PublicLicence, {
    nullable: true,
    description:
      'A licence by its whole number, for anybody; of a person’s the holder’s whole name is asked too. Null alike when there is none and ' +
      'when the name is another. Errors: NOT_FOUND no such service, BAD_INPUT number, holderName, given (required, too_long), RATE_LIMITED `until` the minute or, `blocked`, the day is over.',
  })
  lookUpLicence(
    @Arg('type', () => String, { description: 'slug' }) type: string,
    @Arg('number', () => String) number: string,
    @Arg('holderName', () => String, { nullable: true }) holderName: string | null,
    @Arg('given', () => [GivenFieldInput], { defaultValue: [], description: 'the filters of the service, by key' })
    given: GivenFieldInput[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<PublicLicence | null> {
    return lookUp(ctx, type, number, holderName, given);
  }

  @Query(() => [PublicServiceSetting], {
    description: 'How each licence type stands in the catalogue of public look-ups, those in it first.',
  })
  publicServiceSettings(@Ctx() ctx: CertificatesCtx): Promise<PublicServiceSetting[]> {
    return readServiceSettings(ctx);
  }

  @Mutation(() => PublicServiceSetting, {
    description:
      'Opens, closes or changes a public look-up. Errors: NOT_FOUND no such type; BAD_INPUT fields (unknown_code, out_of_range), filters (unknown_code), perMinute, ' +
      'perDay (out_of_range); CONFLICT version.',
  })
  changePublicService(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => PublicServiceInput) input: PublicServiceInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<PublicServiceSetting> {
    return changeService(ctx, commandId, input);
  }
}
