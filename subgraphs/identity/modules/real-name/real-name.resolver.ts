import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { verifyRealName } from './real-name.service.ts';
import { RealNameCheck } from './real-name.type.ts';

@Resolver()
export class RealNameResolver {
  @Mutation(() => RealNameCheck, {
    description:
      "Has the caller's name and document checked (Q-89). Errors: BAD_INPUT, RATE_LIMITED (ten a day), UNAVAILABLE, COMMAND_REUSED",
  })
  verifyRealName(@Arg('commandId', () => ID) commandId: string, @Ctx() ctx: IdentityCtx): Promise<RealNameCheck> {
    return verifyRealName(ctx, commandId);
  }
}
