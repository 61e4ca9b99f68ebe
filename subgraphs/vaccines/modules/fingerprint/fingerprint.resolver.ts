import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { announceFingerprint, deleteFingerprint, fingerprintUrl } from './fingerprint.ts';
import { AnnounceFingerprintInput, FingerprintUpload } from './fingerprint.type.ts';

@Resolver()
export class FingerprintResolver {
  @Query(() => String, {
    description:
      "Calls the template of a fingerprint of the caller's clinic up (H-10): its address, good for five minutes. Each call is an audit " +
      'line. Errors: NOT_FOUND, after its deletion too.',
  })
  fingerprintUrl(@Arg('fingerprintId', () => ID) fingerprintId: string, @Ctx() ctx: VaccinesCtx): Promise<string> {
    return fingerprintUrl(ctx, fingerprintId);
  }

  @Mutation(() => FingerprintUpload, {
    description:
      'Announces a fingerprint taken at a sign-off (H-10), a template of ISO/IEC 19794-2, with who agreed to it; it goes to the address ' +
      'before `signVisit` names it. Errors: BAD_INPUT (quality, size out_of_range; consentBy out_of_range for a child under 14 who agrees ' +
      'alone; consentWords unknown_code), FORBIDDEN.',
  })
  announceFingerprint(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AnnounceFingerprintInput) input: AnnounceFingerprintInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<FingerprintUpload> {
    return announceFingerprint(ctx, commandId, input);
  }

  @Mutation(() => Boolean, {
    description:
      'Deletes a fingerprint when the consent to it is withdrawn; the sign-off stays. Errors: CONFLICT already_voided, NOT_FOUND for one ' +
      'of another clinic.',
  })
  deleteFingerprint(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('fingerprintId', () => ID) fingerprintId: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<boolean> {
    return deleteFingerprint(ctx, commandId, fingerprintId);
  }
}
