import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { issueCard, readCard } from './travel-card.service.ts';
import { IssueTravelCardInput, TravelCard } from './travel-card.type.ts';

@Resolver()
export class TravelCardResolver {
  @Query(() => TravelCard, {
    nullable: true,
    description:
      'The latest travel card of a person bound to the caller. FORBIDDEN for any other. Each look is an audit line.',
  })
  travelCard(@Arg('personId', () => ID) personId: string, @Ctx() ctx: CertificatesCtx): Promise<TravelCard | null> {
    return readCard(ctx, personId);
  }

  @Mutation(() => TravelCard, {
    description:
      'Issues the record as a SMART Health Card. Errors: BAD_INPUT input.familyName, input.givenName, input.passportNumber, input.personId (wrong_state: no doses, or a closed file), FORBIDDEN, RATE_LIMITED (ten a day), COMMAND_REUSED, UNAVAILABLE',
  })
  issueTravelCard(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => IssueTravelCardInput) input: IssueTravelCardInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<TravelCard> {
    return issueCard(ctx, commandId, input);
  }
}
