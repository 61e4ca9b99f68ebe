import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
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
