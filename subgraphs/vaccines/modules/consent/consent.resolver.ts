import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { consentRecords, readConsent, readConsentText, signConsent, withdrawConsent } from './consent.service.ts';
import { shapeConsentText } from './consent.shape.ts';
import { textsOn } from './consent.texts.ts';
import {
  Consent,
  type ConsentDecision,
  ConsentDecisionEnum,
  ConsentPage,
  ConsentText,
  SignConsentInput,
} from './consent.type.ts';

const PAGE = 50;

@Resolver(() => Consent)
export class ConsentResolver {
  @Query(() => [ConsentText], {
    description:
      'The informed consent texts to be read today, one version of each (H-18); a device keeps them for work off line.',
  })
  consentTexts(@Ctx() ctx: VaccinesCtx): ConsentText[] {
    return textsOn(ctx.clock.today()).map(shapeConsentText);
  }

  @Query(() => ConsentText, { description: 'One version of a text, as it was signed. Error: BAD_INPUT unknown_code.' })
  consentText(@Arg('id', () => ID) id: string, @Arg('version', () => Int) version: number): ConsentText {
    return readConsentText(id, version);
  }

  @Query(() => Consent, {
    description: 'One signed decision (H-10, H-18). The read is an audit line. Error: NOT_FOUND.',
  })
  consent(@Arg('id', () => ID) id: string, @Ctx() ctx: VaccinesCtx): Promise<Consent> {
    return readConsent(ctx, id);
  }

  @Query(() => ConsentPage, {
    description:
      "Sign-off records (核签记录, H-10): what was signed on a day at the caller's clinic or on the phone for a file it manages, by time. " +
      'Errors: BAD_INPUT, FORBIDDEN.',
  })
  consentRecords(
    @Arg('day', () => DateScalar) day: string,
    @Arg('decision', () => ConsentDecisionEnum, { nullable: true }) decision: ConsentDecision | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<ConsentPage> {
    return consentRecords(ctx, { day, decision: decision ?? null }, first ?? PAGE, after);
  }

  @Mutation(() => Consent, {
    description:
      'Records a decision signed by a guardian on the phone or on a device of the clinic (H-18, H-10), tied to the version and hash of the ' +
      'text that was read. A refused birth dose is told as not given (S-13). Errors: BAD_INPUT (unknown_code, version, not_for_vaccine, ' +
      'required, format, too_long), CONFLICT duplicate, FORBIDDEN.',
  })
  signConsent(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => SignConsentInput) input: SignConsentInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Consent> {
    return signConsent(ctx, commandId, input);
  }

  @Mutation(() => Consent, {
    description:
      'Takes a decision back by a record of its own; what was signed stays. Errors: BAD_INPUT required, CONFLICT already_voided, FORBIDDEN.',
  })
  withdrawConsent(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('consentId', () => ID) consentId: string,
    @Arg('reason', () => String) reason: string,
    @Arg('at', () => Date, { nullable: true, description: 'when the device took it; default: now' })
    at: Date | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Consent> {
    return withdrawConsent(ctx, commandId, { consentId, reason, at });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'as typed on the device of the clinic; null: the account names them',
  })
  signerName(@Root() consent: Consent, @Ctx() ctx: VaccinesCtx): string | null {
    return consent.sealedName === null ? null : ctx.keyring.open(consent.sealedName, 'consent.signer_name');
  }

  @FieldResolver(() => String, { description: 'the strokes as SVG path data, in a box of 600 by 200' })
  signature(@Root() consent: Consent, @Ctx() ctx: VaccinesCtx): string {
    return ctx.keyring.open(consent.sealedSignature, 'consent.signature');
  }

  @FieldResolver(() => ConsentText, { description: 'the words that were read' })
  text(@Root() consent: Consent): ConsentText {
    return readConsentText(consent.textId, consent.textVersion);
  }
}
