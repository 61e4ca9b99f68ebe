import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { readLog, readSeal, readSeals, readStatistics } from './seal.read.ts';
import { changeGrant, draw, startUpload, withdraw } from './seal.service.ts';
import { Seal, SealCount, SealGrant, SealingLogPage, SealPage } from './seal.type.ts';

@Resolver(() => Seal)
export class SealResolver {
  @Query(() => SealPage, {
    description:
      'Seals of the caller’s area by division, those that ended included; a unit sees its own. Errors: BAD_INPUT division, first, after.',
  })
  seals(
    @Arg('division', () => ID, { nullable: true }) division: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SealPage> {
    return readSeals(ctx, division ?? null, first ?? 50, after ?? null);
  }

  @Query(() => Seal, { nullable: true, description: 'One seal; null outside the reach, the same as for none.' })
  seal(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<Seal | null> {
    return readSeal(ctx, id);
  }

  @Query(() => SealingLogPage, {
    description:
      'Acts of sealing in the caller’s area or unit, the latest first; of one file or seal when named. Errors: BAD_INPUT first, after.',
  })
  sealingLog(
    @Arg('documentId', () => ID, { nullable: true }) documentId: string | null | undefined,
    @Arg('sealId', () => ID, { nullable: true }) sealId: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SealingLogPage> {
    return readLog(ctx, { documentId: documentId ?? null, sealId: sealId ?? null }, first ?? 50, after ?? null);
  }

  @Query(() => [SealCount], {
    description:
      'Seals and sealings of a division, by division one level below; days in Shanghai, both included. Errors: BAD_INPUT division, to.',
  })
  sealStatistics(
    @Arg('division', () => ID) division: string,
    @Arg('from', () => DateScalar) from: string,
    @Arg('to', () => DateScalar) to: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SealCount[]> {
    return readStatistics(ctx, division, from, to);
  }

  @Mutation(() => Seal, {
    description:
      'Announces the picture of an issuer’s seal; PUT the .png (200 to 1,600 pixels a side, at most 300 KB) to `uploadUrl`. It takes the place of the one in use. A unit makes its first seal itself, the superior every other; rights carry over, a first seal of a unit has none. Errors: FORBIDDEN; BAD_INPUT issuerId (wrong_state: issues nothing, or has closed), name, fileName, size, widthMm (20 to 60).',
  })
  startSealUpload(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('issuerId', () => ID) issuerId: string,
    @Arg('name', () => String) name: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Arg('widthMm', () => Int, { nullable: true }) widthMm: number | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Seal> {
    return startUpload(ctx, commandId, { issuerId, name, fileName, size, widthMm: widthMm ?? null });
  }

  @Mutation(() => Seal, {
    description: 'Draws a seal for demonstrations; the picture says so. Rules and errors as startSealUpload.',
  })
  drawSeal(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('issuerId', () => ID) issuerId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Seal> {
    return draw(ctx, commandId, issuerId);
  }

  @Mutation(() => Seal, {
    description:
      'Takes a seal out of use for good. With `renewFiles` the files it stands on are withdrawn and made anew with the issuer’s next seal. Errors: FORBIDDEN; BAD_INPUT reason (required, too_long); CONFLICT wrong_state.',
  })
  withdrawSeal(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('sealId', () => ID) sealId: string,
    @Arg('reason', () => String) reason: string,
    @Arg('renewFiles', () => Boolean, { nullable: true, defaultValue: false }) renewFiles: boolean | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Seal> {
    return withdraw(ctx, commandId, { sealId, reason, renewFiles: renewFiles ?? false });
  }

  @Mutation(() => Seal, {
    description:
      'Allows an account of the issuer’s staff, or the platform (`service:certificates`), to use a seal. Errors: FORBIDDEN; BAD_INPUT grantee (format, unknown_code: not the issuer’s); CONFLICT wrong_state, duplicate; UNAVAILABLE.',
  })
  grantSeal(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('sealId', () => ID) sealId: string,
    @Arg('grantee', () => String) grantee: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Seal> {
    return changeGrant(ctx, commandId, sealId, grantee, true);
  }

  @Mutation(() => Seal, {
    description: 'Takes such a right away. Errors: FORBIDDEN; CONFLICT wrong_state, already_decided.',
  })
  withdrawSealGrant(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('sealId', () => ID) sealId: string,
    @Arg('grantee', () => String) grantee: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Seal> {
    return changeGrant(ctx, commandId, sealId, grantee, false);
  }

  @FieldResolver(() => [SealGrant], { description: 'Who may or might use it, the standing rights first.' })
  grants(@Root() seal: Seal, @Ctx() ctx: CertificatesCtx): Promise<SealGrant[]> {
    return ctx.loaders.grantsOfSeal.load(seal.id);
  }
}
