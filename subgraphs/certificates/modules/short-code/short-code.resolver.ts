import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { verifyShortCode } from './short-code.service.ts';
import { ShortCodeAnswer } from './short-code.type.ts';

@Resolver()
export class ShortCodeResolver {
  @Query(() => ShortCodeAnswer, {
    description:
      'The answer of a typed 16-character code, for anybody; capitals, spaces and hyphens do not matter. Error: RATE_LIMITED after 20 tries a minute.',
  })
  verifyShortCode(@Arg('code', () => String) code: string, @Ctx() ctx: CertificatesCtx): Promise<ShortCodeAnswer> {
    return verifyShortCode(ctx, code);
  }
}
