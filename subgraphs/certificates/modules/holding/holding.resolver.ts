import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { listHeldLicences } from './held-licence.list.ts';
import { HeldLicence } from './held-licence.type.ts';
import { readHoldings, setDefault } from './holding.service.ts';
import { CertificateHolding } from './holding.type.ts';

@Resolver()
export class HoldingResolver {
  @Query(() => [CertificateHolding], {
    description: 'Persons bound to the caller with their certificates and applications, the default one first.',
  })
  myHoldings(@Ctx() ctx: CertificatesCtx): Promise<CertificateHolding[]> {
    return readHoldings(ctx);
  }

  @Query(() => [HeldLicence], {
    description:
      'Certificates and licences of all types of one holder in the caller’s area, those in use first, at most 100 of each store (Q-48). Errors: BAD_INPUT holder (required).',
  })
  licencesOfHolder(
    @Arg('holder', () => String, {
      description:
        'number of the holder’s document, or the whole name of a holder whose type of licence has none (institutions)',
    })
    holder: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<HeldLicence[]> {
    return listHeldLicences(ctx, holder);
  }

  @Mutation(() => [CertificateHolding], {
    description:
      'Makes the certificate of a bound person the one shown first (默认设置). FORBIDDEN when it is not bound.',
  })
  setDefaultCertificate(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CertificateHolding[]> {
    return setDefault(ctx, commandId, personId);
  }
}
