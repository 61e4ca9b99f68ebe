import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { searchKey, searchLicences, showLicence, verifyLicence } from './showing.service.ts';
import {
  FoundLicencePage,
  GivenFieldInput,
  LicenceSearchKey,
  ShowingLookupInput,
  ShownLicence,
} from './showing.type.ts';

const ERRORS =
  'FORBIDDEN for a partner without a right for type and purpose, and for no such type; RATE_LIMITED (retryAfter, or blocked); BAD_INPUT purpose (required, too_long)';

@Resolver()
export class ShowingResolver {
  @Query(() => ShownLicence, {
    nullable: true,
    description: `Shows a licence of any type (亮证, J-53; by identifier Q-57). null alike for one that is not there, is out of reach, or does not fit. Errors: ${ERRORS}, by (required: exactly one way).`,
  })
  showLicence(
    @Arg('type', () => ID) type: string,
    @Arg('purpose', () => String) purpose: string,
    @Arg('by', () => ShowingLookupInput) by: ShowingLookupInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ShownLicence | null> {
    return showLicence(ctx, type, purpose, by);
  }

  @Query(() => Boolean, {
    description: `Whether the holder has a valid licence of the type on which all given fields stand (证照信息验证, Q-59). Errors: ${ERRORS}, given (required, out_of_range), given.N.field (unknown_code).`,
  })
  verifyLicence(
    @Arg('type', () => ID) type: string,
    @Arg('purpose', () => String) purpose: string,
    @Arg('holderCode', () => String, { description: 'Document number or unified social credit code.' })
    holderCode: string,
    @Arg('given', () => [GivenFieldInput]) given: GivenFieldInput[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<boolean> {
    return verifyLicence(ctx, { type, purpose, holderCode, given });
  }

  @Query(() => LicenceSearchKey, {
    description: `First step of the paged search by catalogue code (证照分页检索, Q-56): a key for ten minutes. Errors: ${ERRORS}.`,
  })
  licenceSearchKey(
    @Arg('type', () => ID) type: string,
    @Arg('purpose', () => String) purpose: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceSearchKey> {
    return searchKey(ctx, type, purpose);
  }

  @Query(() => FoundLicencePage, {
    description: `Second and third step of Q-56: a page of the licences in reach, then the next. Errors: ${ERRORS}, key (format, expired), first, after.`,
  })
  searchLicences(
    @Arg('key', () => String) key: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<FoundLicencePage> {
    return searchLicences(ctx, key, first ?? 50, after ?? null);
  }
}
