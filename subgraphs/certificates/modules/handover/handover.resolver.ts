import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { DocumentLink } from '../document/document.type.ts';
import { FileFormat } from '../seal/seal.type.ts';
import { openHandover } from './handover.opening.ts';
import { findRecipients, handOver, readHandovers, readReceived, takeBackHandover } from './handover.service.ts';
import { DocumentHandover, HandoverPurpose, HandoverRecipient, ReceivedDocumentPage } from './handover.type.ts';

@Resolver()
export class HandoverResolver {
  @Query(() => [DocumentHandover], {
    description:
      'To whom files of a certificate were handed, and earlier files of its holder whose days are still running; the latest 50, with when ' +
      'each was opened (Q-69). Error: FORBIDDEN outside the reach.',
  })
  documentHandovers(
    @Arg('certificateId', () => ID) certificateId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<DocumentHandover[]> {
    return readHandovers(ctx, certificateId);
  }

  @Query(() => [HandoverRecipient], {
    description:
      'Whom a child’s file may be handed to: without `text` the schools on whose rosters it stands, else by two characters of the name up ' +
      'to 20 schools and units of the prefecture where it lives, those of its county first. Error: FORBIDDEN outside the reach.',
  })
  handoverRecipients(
    @Arg('personId', () => ID) personId: string,
    @Arg('text', () => String, { nullable: true }) text: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<HandoverRecipient[]> {
    return findRecipients(ctx, personId, text ?? null);
  }

  @Mutation(() => DocumentHandover, {
    description:
      'The holder hands a sealed file to a school or unit, for a purpose and 1 to 90 days; once more, the days count anew (Q-69). Errors: ' +
      'FORBIDDEN outside the reach; BAD_INPUT days (out_of_range), organisationId (no_match); CONFLICT wrong_state (not sealed, withdrawn, ' +
      'certificate not valid).',
  })
  handOverDocument(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('documentId', () => ID) documentId: string,
    @Arg('organisationId', () => ID) organisationId: string,
    @Arg('purpose', () => HandoverPurpose) purpose: HandoverPurpose,
    @Arg('days', () => Int, { defaultValue: 30 }) days: number,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<DocumentHandover> {
    return handOver(ctx, commandId, { documentId, organisationId, purpose, days });
  }

  @Mutation(() => DocumentHandover, {
    description:
      'The holder takes a file back: it is given no more, at addresses given before either. Errors: FORBIDDEN; CONFLICT already_decided.',
  })
  takeBackHandover(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<DocumentHandover> {
    return takeBackHandover(ctx, commandId, id);
  }

  @Query(() => ReceivedDocumentPage, {
    description:
      'Sealed files handed to the caller’s school or unit that stand open, newest first; each page is an audit line. Errors: FORBIDDEN ' +
      'without an organisation, BAD_INPUT first, after.',
  })
  receivedDocuments(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ReceivedDocumentPage> {
    return readReceived(ctx, first, after);
  }

  @Mutation(() => DocumentLink, {
    description:
      'An address for one download, within five minutes, of a file handed to the caller’s school or unit; an audit line and a trace the ' +
      'holder reads. Errors: FORBIDDEN, also once it was taken back; CONFLICT expired, wrong_state (file or certificate ended); RATE_LIMITED.',
  })
  openHandover(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('format', () => FileFormat) format: FileFormat,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<DocumentLink> {
    return openHandover(ctx, commandId, id, format);
  }
}
