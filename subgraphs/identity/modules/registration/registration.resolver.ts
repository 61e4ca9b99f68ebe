import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Session } from '../session/session.type.ts';
import { requestPhoneCode } from './phone-code.service.ts';
import { RegisterGuardianInput } from './registration.input.ts';
import { registerGuardian } from './registration.service.ts';
import { PhoneCodeTicket } from './registration.type.ts';

@Resolver()
export class RegistrationResolver {
  @Mutation(() => PhoneCodeTicket, {
    description:
      'Sends a six-digit code by SMS: five minutes, five tries, the next after 60 s. Errors: BAD_INPUT, RATE_LIMITED (`retryAfter` s), UNAVAILABLE',
  })
  requestPhoneCode(@Arg('phone', () => String) phone: string, @Ctx() ctx: IdentityCtx): Promise<PhoneCodeTicket> {
    return requestPhoneCode(ctx, phone);
  }

  @Mutation(() => Session, {
    description:
      'Registers a guardian and signs in (Q-78). Errors: BAD_INPUT with `input.<field>`, CONFLICT duplicate (phone or document has an account), COMMAND_REUSED',
  })
  registerGuardian(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => RegisterGuardianInput) input: RegisterGuardianInput,
    @Ctx() ctx: IdentityCtx,
  ): Promise<Session> {
    return registerGuardian(ctx, commandId, input);
  }
}
