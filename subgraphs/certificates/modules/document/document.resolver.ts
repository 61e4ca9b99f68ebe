import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { Certificate } from '../certificate/certificate.type.ts';
import { FileFormat } from '../seal/seal.type.ts';
import { annotate, fetch, read, request, withdraw } from './document.service.ts';
import { CertificateDocument, DocumentLink } from './document.type.ts';

@Resolver(() => Certificate)
export class DocumentResolver {
  @Query(() => CertificateDocument, {
    nullable: true,
    description:
      'A file of a certificate; null outside the caller’s reach. Ask again each second while it is waiting or sealing.',
  })
  certificateDocument(
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CertificateDocument | null> {
    return read(ctx, id);
  }

  @Mutation(() => [CertificateDocument], {
    description:
      'Has the files of up to 200 certificates, each named by its id or its identifier (证照标识), made and sealed; one that is there is given, a failed one is tried again. Staff need a right to the issuer’s seal. The guardian’s file shows the whole document number, every other a masked one. Errors: FORBIDDEN; BAD_INPUT certificateIds (out_of_range); CONFLICT wrong_state (revoked or expired).',
  })
  requestDocuments(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('certificateIds', () => [ID]) certificateIds: string[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CertificateDocument[]> {
    return request(ctx, commandId, certificateIds);
  }

  @Mutation(() => CertificateDocument, {
    description:
      'Has an annotated copy (加注件) made: a file of its own with purpose (up to 40 characters) and last day of use written across it; of the certificate with this id or identifier (证照标识), or of the valid one of the holder with this code (持证主体代码). Errors: FORBIDDEN; BAD_INPUT certificateId (required: one of the two), purpose (required, too_long, suspicious_characters), validUntil (out_of_range: today to 366 days on); CONFLICT wrong_state.',
  })
  makeAnnotatedCopy(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('certificateId', () => ID, { nullable: true }) certificateId: string | null | undefined,
    @Arg('holderCode', () => String, { nullable: true }) holderCode: string | null | undefined,
    @Arg('purpose', () => String) purpose: string,
    @Arg('validUntil', () => DateScalar) validUntil: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CertificateDocument> {
    const of = { certificateId: certificateId ?? null, holderCode: holderCode ?? null };
    return annotate(ctx, commandId, { ...of, purpose, validUntil });
  }

  @Mutation(() => DocumentLink, {
    description:
      'Gives an address that works once, within five minutes; the fetch is an audit line, and counts against the caller’s limits. Errors: FORBIDDEN; RATE_LIMITED (`part`: day or year); CONFLICT wrong_state (not sealed, withdrawn), expired (an annotated copy whose last day has passed).',
  })
  fetchDocument(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('documentId', () => ID) documentId: string,
    @Arg('format', () => FileFormat) format: FileFormat,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<DocumentLink> {
    return fetch(ctx, commandId, documentId, format);
  }

  @Mutation(() => CertificateDocument, {
    description:
      'Withdraws a file, as with a wrong seal; with `renew` a new one takes its place. Its earlier acts stay in the log. Errors: FORBIDDEN; BAD_INPUT reason (required, too_long); CONFLICT already_decided.',
  })
  withdrawDocument(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('documentId', () => ID) documentId: string,
    @Arg('reason', () => String) reason: string,
    @Arg('renew', () => Boolean) renew: boolean,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CertificateDocument> {
    return withdraw(ctx, commandId, { documentId, reason, renew });
  }

  @FieldResolver(() => [CertificateDocument], {
    description: 'Files of this certificate, the latest first, withdrawn ones included.',
  })
  documents(@Root() certificate: Certificate, @Ctx() ctx: CertificatesCtx): Promise<CertificateDocument[]> {
    return ctx.loaders.documentsOfCertificate.load(certificate.id);
  }
}
