import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { findLicenceApplication, findLicenceApplications, grant, refuse, takeUp } from './licence-application.desk.ts';
import {
  applyForLicence,
  readMyLicenceApplications,
  withdrawLicenceApplication,
} from './licence-application.service.ts';
import {
  LicenceApplication,
  LicenceApplicationFilter,
  LicenceApplicationInput,
  LicenceApplicationPage,
  LicenceGrantInput,
} from './licence-application.type.ts';

@Resolver()
export class LicenceApplicationResolver {
  @Query(() => [LicenceApplication], {
    description: 'What the caller applied for about own licences, newest first, with state and reasons (J-55).',
  })
  myLicenceApplications(@Ctx() ctx: CertificatesCtx): Promise<LicenceApplication[]> {
    return readMyLicenceApplications(ctx);
  }

  @Query(() => LicenceApplicationPage, {
    description:
      'Applications about licences of the caller’s area, newest first, names masked. Errors: BAD_INPUT first, after.',
  })
  licenceApplications(
    @Arg('filter', () => LicenceApplicationFilter, { nullable: true }) filter: LicenceApplicationFilter | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Page<LicenceApplication>> {
    return findLicenceApplications(ctx, filter ?? {}, first, after);
  }

  @Query(() => LicenceApplication, {
    description: 'One application whole, old and new side by side; the look is an audit line. Errors: NOT_FOUND.',
  })
  licenceApplication(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<LicenceApplication> {
    return findLicenceApplication(ctx, id);
  }

  @Mutation(() => LicenceApplication, {
    description:
      'A holder applies for extension or re-check, change, replacement or cancellation of an own licence, as its type allows (J-55); the ' +
      'desk of its area is told. Errors: NOT_FOUND; BAD_INPUT input.statement, input.values, input.values.<field>; CONFLICT input.kind ' +
      'wrong_state (not allowed, or not now), duplicate (one of the kind is open); CONFLICT input.licenceId duplicate (an expired one: the ' +
      'holder has another one in force).',
  })
  applyForLicence(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => LicenceApplicationInput) input: LicenceApplicationInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceApplication> {
    return applyForLicence(ctx, commandId, input);
  }

  @Mutation(() => LicenceApplication, {
    description: 'Takes back an own application that is not decided. Errors: NOT_FOUND; CONFLICT already_decided.',
  })
  withdrawLicenceApplication(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceApplication> {
    return withdrawLicenceApplication(ctx, commandId, id);
  }

  @Mutation(() => LicenceApplication, {
    description:
      'Takes an application up, or over from somebody else; only one taken up is decided. Errors: NOT_FOUND; CONFLICT already_decided.',
  })
  takeUpLicenceApplication(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceApplication> {
    return takeUp(ctx, commandId, id);
  }

  @Mutation(() => LicenceApplication, {
    description:
      'Grants it: an extension gets the new last day, a change a new version of the licence, a replacement a new number and file, a ' +
      'cancellation ends the licence; in the same transaction and for good. Errors: NOT_FOUND; BAD_INPUT input.validTo, input.number, ' +
      'input.<field> (what was given fits no more); CONFLICT already_decided, wrong_state (not taken up; `part` licence: out of use since), ' +
      'duplicate (`part` licence: the number is taken, or the holder has another one in force).',
  })
  grantLicenceApplication(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => LicenceGrantInput) input: LicenceGrantInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceApplication> {
    return grant(ctx, commandId, input);
  }

  @Mutation(() => LicenceApplication, {
    description:
      'Refuses it with words the holder reads. Errors: NOT_FOUND; BAD_INPUT reason; CONFLICT already_decided, wrong_state (not taken up).',
  })
  refuseLicenceApplication(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceApplication> {
    return refuse(ctx, commandId, id, reason);
  }
}
