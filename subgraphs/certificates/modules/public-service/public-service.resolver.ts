import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { lookUp, services } from './public-service.service.ts';
import { PublicLicence, PublicService } from './public-service.type.ts';

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
      'when the name is another. Errors: NOT_FOUND no such service, BAD_INPUT number, holderName (required, too_long), RATE_LIMITED `until` the minute or, `blocked`, the day is over.',
  })
  lookUpLicence(
    @Arg('type', () => String, { description: 'slug' }) type: string,
    @Arg('number', () => String) number: string,
    @Arg('holderName', () => String, { nullable: true }) holderName: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<PublicLicence | null> {
    return lookUp(ctx, type, number, holderName);
  }
}
