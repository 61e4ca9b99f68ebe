import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { confirmPassword, refreshSession, signIn, signOut } from './session.service.ts';
import { Session } from './session.type.ts';

@Resolver()
export class SessionResolver {
  @Mutation(() => Session, {
    description:
      'Signs in with login or, for guardians, phone number. Errors: WRONG_CREDENTIALS, ACCOUNT_LOCKED (`until`), ACCOUNT_DISABLED, RATE_LIMITED',
  })
  signIn(
    @Arg('account', () => String) account: string,
    @Arg('password', () => String) password: string,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Session> {
    return signIn(ctx, account, password);
  }

  @Mutation(() => Session, {
    description:
      'The next access token for the refresh cookie. A cookie works once; for 30 s again, as long as none that followed it was used (its answer was lost). A replaced cookie ends the session. Send no expired token along. Errors: UNAUTHENTICATED, ACCOUNT_DISABLED',
  })
  refreshSession(@Ctx() ctx: IdentityCtx): Promise<Session> {
    return refreshSession(ctx);
  }

  @Mutation(() => Session, {
    description:
      'The password again, before what cannot be taken back: an access token that is good for it for five minutes. Failures count as those of signing in. Errors: WRONG_CREDENTIALS, ACCOUNT_LOCKED (`until`), ACCOUNT_DISABLED, RATE_LIMITED',
  })
  confirmPassword(@Arg('password', () => String) password: string, @Ctx() ctx: IdentityCtx): Promise<Session> {
    return confirmPassword(ctx, password);
  }

  @Mutation(() => Boolean, { description: 'Ends the session of the cookie; true when one was open' })
  signOut(@Ctx() ctx: IdentityCtx): Promise<boolean> {
    return signOut(ctx);
  }
}
