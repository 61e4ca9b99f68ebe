import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { addressOf } from '../listing/export-address.ts';
import { cancel, revoke, voidNamed } from './certificate.end.ts';
import { listCertificates } from './certificate.list.ts';
import { issue, read, readMine } from './certificate.service.ts';
import {
  Certificate,
  CertificateFilter,
  CertificatePage,
  type ListedCertificate,
  Person,
  VoidCertificateInput,
} from './certificate.type.ts';

@Resolver()
export class CertificateResolver {
  @Query(() => Certificate, {
    nullable: true,
    description: 'One certificate; null outside the caller’s reach. Each read is an audit line.',
  })
  certificate(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<Certificate | null> {
    return read(ctx, id);
  }

  @Query(() => [Certificate], { description: 'The latest certificate of each child bound to the caller.' })
  myCertificates(@Ctx() ctx: CertificatesCtx): Promise<Certificate[]> {
    return readMine(ctx);
  }

  @Query(() => CertificatePage, {
    description:
      'Certificates of the caller’s area, newest issue first. Errors: FORBIDDEN for a division outside; BAD_INPUT first, after, division.',
  })
  certificates(
    @Arg('filter', () => CertificateFilter, { nullable: true }) filter: CertificateFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Page<ListedCertificate>> {
    return listCertificates(ctx, filter ?? {}, first ?? 50, after ?? null);
  }

  @Query(() => String, { description: 'Address of the same rows as .xlsx; valid for five minutes.' })
  certificatesExportUrl(
    @Arg('filter', () => CertificateFilter, { nullable: true }) filter: CertificateFilter | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): string {
    return addressOf(ctx, 'certificates', 'Query.certificatesExportUrl', filter ?? {});
  }

  @Mutation(() => Certificate, {
    description:
      'Issues the certificate by the entry check of today and revokes the one before it; asked again on the same day with the same answer it gives the same certificate. A guardian’s first one is an application granted at once, where the division reviews automatically. Errors: CONFLICT wrong_state (a person reviews: use applyForCertificate; `part` issuer: it has closed), duplicate (an application is being reviewed); BAD_INPUT personId out_of_range (as many certificates as are allowed); FORBIDDEN outside the reach; BAD_INPUT personId (wrong_state: file closed; required: no document number in the file; suspicious_characters: name); UNAVAILABLE.',
  })
  issueCertificate(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('personId', () => ID) personId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Certificate> {
    return issue(ctx, commandId, personId);
  }

  @Mutation(() => Certificate, {
    description:
      'Revokes a certificate; the status list says so at once. The reason (up to 200 characters) is shown to the guardian. Errors: FORBIDDEN outside the reach; BAD_INPUT reason (required, too_long); CONFLICT already_decided.',
  })
  revokeCertificate(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Certificate> {
    return revoke(ctx, commandId, id, reason);
  }

  @Mutation(() => Certificate, {
    description:
      'The issuer takes a certificate out of use (作废), named by identifier, or by holder code and type code. Errors: BAD_INPUT reason (required, too_long), input (no_match: none or several inside the reach), input.typeCode (required, unknown_code), input.identifier (required); CONFLICT already_decided.',
  })
  voidCertificate(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => VoidCertificateInput) input: VoidCertificateInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Certificate> {
    return voidNamed(ctx, commandId, input);
  }

  @Mutation(() => Certificate, {
    description:
      'A guardian takes the certificate of a bound person out of use (注销); it can be applied for again. Errors: FORBIDDEN outside the reach; CONFLICT already_decided.',
  })
  cancelCertificate(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Certificate> {
    return cancel(ctx, commandId, id);
  }
}

@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => Certificate, { nullable: true, description: 'The latest certificate, valid or not.' })
  certificate(@Root() person: Person, @Ctx() ctx: CertificatesCtx): Promise<Certificate | null> {
    return ctx.loaders.certificateOfPerson.load(person.id);
  }

  @FieldResolver(() => [Certificate], { description: 'All issues, newest first, at most 50.' })
  certificateHistory(@Root() person: Person, @Ctx() ctx: CertificatesCtx): Promise<Certificate[]> {
    return ctx.loaders.certificateHistory.load(person.id);
  }
}
