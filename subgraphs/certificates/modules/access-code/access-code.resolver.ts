import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { makeCode, openCode, openedRecord, readCodes } from './access-code.service.ts';
import {
  AccessCode,
  AccessCodeOpening,
  type AccessPurpose,
  AccessPurposeEnum,
  OpenedRecord,
} from './access-code.type.ts';

@Resolver()
export class AccessCodeResolver {
  @Query(() => [AccessCode], {
    description:
      'The latest 20 access codes the caller made for a child, with who opened each and when. Error: FORBIDDEN outside the reach.',
  })
  accessCodes(@Arg('personId', () => ID) personId: string, @Ctx() ctx: CertificatesCtx): Promise<AccessCode[]> {
    return readCodes(ctx, personId);
  }

  @Query(() => OpenedRecord, {
    nullable: true,
    description:
      'What the caller opened with an access code, for 30 minutes; null for anybody else. Each read is an audit line. Error: UNAVAILABLE.',
  })
  openedRecord(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<OpenedRecord | null> {
    return openedRecord(ctx, id);
  }

  @Mutation(() => AccessCode, {
    description:
      'An access code (亮码): 128 random bits, valid for 5 minutes, for one opening; the one before it ends. Error: FORBIDDEN outside the reach.',
  })
  makeAccessCode(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('purpose', () => AccessPurposeEnum) purpose: AccessPurpose,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<AccessCode> {
    return makeCode(ctx, commandId, personId, purpose);
  }

  @Mutation(() => AccessCodeOpening, {
    description:
      'Opens what a scanned access code stands for. The first account in time is bound to it and the holder is told who it was; every later try is refused and shown to the holder. Errors: RATE_LIMITED after 20 tries a minute; UNAVAILABLE.',
  })
  openAccessCode(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('code', () => String, { description: 'VT1:… as scanned' }) code: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<AccessCodeOpening> {
    return openCode(ctx, commandId, code);
  }
}
