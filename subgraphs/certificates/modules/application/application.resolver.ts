import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { Certificate } from '../certificate/certificate.type.ts';
import { addressOf } from '../listing/export-address.ts';
import { listApplications } from './application.list.ts';
import { review } from './application.review.ts';
import { apply, readMyApplications, withdraw } from './application.service.ts';
import {
  Application,
  ApplicationFilter,
  ApplicationInput,
  ApplicationPage,
  ReviewInput,
  ReviewOutcome,
} from './application.type.ts';

@Resolver(() => Application)
export class ApplicationResolver {
  @Query(() => [Application], { description: 'The newest application of each person the caller applied for.' })
  myApplications(@Ctx() ctx: CertificatesCtx): Promise<Application[]> {
    return readMyApplications(ctx);
  }

  @Query(() => ApplicationPage, {
    description:
      'Applications of the caller’s area, newest first (申领明细). Errors: FORBIDDEN for a division outside; BAD_INPUT first, after, division.',
  })
  applications(
    @Arg('filter', () => ApplicationFilter, { nullable: true }) filter: ApplicationFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Page<Application>> {
    return listApplications(ctx, filter ?? {}, first ?? 50, after ?? null);
  }

  @Query(() => String, { description: 'Address of the same rows as .xlsx; valid for five minutes.' })
  applicationsExportUrl(
    @Arg('filter', () => ApplicationFilter, { nullable: true }) filter: ApplicationFilter | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): string {
    return addressOf(ctx, 'applications', 'Query.applicationsExportUrl', filter ?? {});
  }

  @Mutation(() => Application, {
    description:
      'Applies for a certificate for oneself or a bound person. One that is complete and clear is approved at once where the division reviews automatically. Errors: FORBIDDEN outside the reach; BAD_INPUT input.holderName, input.holderDocumentNumber (required, format), input.contactPhone (format), input.issuerId (unknown_code), personId (wrong_state, required, suspicious_characters as for issueCertificate; out_of_range: as many certificates as are allowed); CONFLICT duplicate (`part`: application or certificate), input.issuerId wrong_state (it has closed); UNAVAILABLE.',
  })
  applyForCertificate(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ApplicationInput) input: ApplicationInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Application> {
    return apply(ctx, commandId, input);
  }

  @Mutation(() => Application, {
    description: 'Takes back an own application that nobody has decided. Errors: FORBIDDEN; CONFLICT already_decided.',
  })
  withdrawApplication(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Application> {
    return withdraw(ctx, commandId, id);
  }

  @Mutation(() => [ReviewOutcome], {
    description:
      'Approves or refuses one or up to 100 applications, in the order asked; each for itself. Approving issues the certificate and cannot be undone. Errors: FORBIDDEN when one lies outside the area; BAD_INPUT input.ids (required, out_of_range), reason (required, too_long); UNAVAILABLE.',
  })
  reviewApplications(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => ReviewInput) input: ReviewInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ReviewOutcome[]> {
    return review(ctx, commandId, input);
  }

  @FieldResolver(() => Certificate, { nullable: true, description: 'The certificate issued on it.' })
  certificate(@Root() { certificateId }: Application, @Ctx() ctx: CertificatesCtx): Promise<Certificate | null> | null {
    return certificateId === null ? null : ctx.loaders.certificate.load(certificateId);
  }
}
