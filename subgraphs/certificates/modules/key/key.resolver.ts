import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { announce, handOver, revokeKey, trustState } from './key.service.ts';
import { TrustState } from './key.type.ts';

@Resolver()
export class KeyResolver {
  @Query(() => TrustState, {
    description:
      'Keys, lists, the change of root under way and what is issued again (密钥与信任清单). Error: UNAVAILABLE.',
  })
  trustState(@Ctx() ctx: CertificatesCtx): Promise<TrustState> {
    return trustState(ctx);
  }

  @Mutation(() => TrustState, {
    description:
      'Revokes a key that was or may have been stolen: from now on everything it signed is refused, another key takes its place, and its certificates are issued again in the background (poll trustState). Never taken back. Errors: NOT_CONFIRMED (the password again); BAD_INPUT reason (required, too_long), kid (unknown_code; wrong_state: a root is handed over instead); CONFLICT already_decided.',
  })
  revokeSigningKey(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('kid', () => ID) kid: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<TrustState> {
    return revokeKey(ctx, commandId, kid, reason);
  }

  @Mutation(() => TrustState, {
    description:
      'Announces to all verifiers that the next root will take over. Error: CONFLICT wrong_state when it is announced already.',
  })
  announceRootHandover(
    @Arg('commandId', () => ID) commandId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<TrustState> {
    return announce(ctx, commandId);
  }

  @Mutation(() => TrustState, {
    description:
      'Hands over to the next root, 14 days after it was announced or later, and makes another next one. Errors: NOT_CONFIRMED (the password again); CONFLICT wrong_state before that.',
  })
  handOverRoot(@Arg('commandId', () => ID) commandId: string, @Ctx() ctx: CertificatesCtx): Promise<TrustState> {
    return handOver(ctx, commandId);
  }
}
