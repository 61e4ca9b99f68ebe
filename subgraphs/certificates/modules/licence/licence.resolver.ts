import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { myLicences } from './licence.own.ts';
import type { LicenceState } from './licence.repository.ts';
import { findLicence, findLicences, generateLicences, voidLicence } from './licence.service.ts';
import {
  GeneratedLicences,
  Licence,
  LicenceCount,
  LicenceFilterInput,
  LicenceLogFilterInput,
  LicenceLogPage,
  LicencePage,
  LicenceStateEnum,
} from './licence.type.ts';
import { countsOf } from './licence-count.service.ts';
import { findLog } from './licence-log.service.ts';

@Resolver()
export class LicenceResolver {
  @Query(() => LicencePage, {
    description:
      'Licences of a type in the caller’s area, those changed last first, filtered as the definition says: sealed fields by their ' +
      'whole value, open texts by their beginning. Errors: NOT_FOUND no such type, BAD_INPUT filters.',
  })
  async licences(
    @Arg('type', () => String, { description: 'slug' }) type: string,
    @Arg('filters', () => [LicenceFilterInput], { defaultValue: [] }) filters: LicenceFilterInput[],
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicencePage> {
    return findLicences(ctx, type, filters, first, after);
  }

  @Query(() => Licence, {
    description: 'One licence with its face, whole; the look is an audit line. Errors: NOT_FOUND.',
  })
  async licence(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<Licence> {
    return findLicence(ctx, id);
  }

  @Query(() => [Licence], {
    description:
      'My licences (我的证照): all types and states, each with its face, by the document of the account’s real-name check.',
  })
  async myLicences(@Ctx() ctx: CertificatesCtx): Promise<Licence[]> {
    return myLicences(ctx);
  }

  @Query(() => [LicenceCount], {
    description:
      'Totals of the caller’s area by type, issuer and state, the filters combined (J-100). Errors: BAD_INPUT filters.',
  })
  async licenceCounts(
    @Arg('type', () => String, { nullable: true, description: 'slug' }) type: string | null,
    @Arg('issuer', () => String, { nullable: true, description: 'beginning of the issuer’s name' })
    issuer: string | null,
    @Arg('state', () => LicenceStateEnum, { nullable: true }) state: LicenceState | null,
    @Arg('validity', () => String, { nullable: true, description: 'valid, expiring (within 90 days) or expired' })
    validity: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceCount[]> {
    return countsOf(ctx, type, { issuer, state, validity });
  }

  @Query(() => LicenceLogPage, {
    description: 'The log of licences, newest first, with the address of the same as .xlsx (J-45).',
  })
  async licenceLog(
    @Arg('filter', () => LicenceLogFilterInput, { nullable: true }) filter: LicenceLogFilterInput | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceLogPage> {
    return findLog(ctx, filter ?? {}, first, after);
  }

  @Mutation(() => Licence, {
    description:
      'Takes a licence out of use: flag and state change, the row stays. Errors: NOT_FOUND, BAD_INPUT reason, CONFLICT already_voided.',
  })
  async voidLicence(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Licence> {
    return voidLicence(ctx, commandId, id, reason);
  }

  @Mutation(() => GeneratedLicences, {
    description:
      'Makes licences from data that are there, matched to the base form of the type (J-44); 1 to 500 rows, all or none. ' +
      'Errors: NOT_FOUND no such type, BAD_INPUT rows, CONFLICT wrong_state (the issuer has closed).',
  })
  async generateLicences(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('type', () => String, { description: 'slug' }) type: string,
    @Arg('rows', () => [String], { description: 'one JSON object a licence, by field key' }) rows: string[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<GeneratedLicences> {
    return generateLicences(ctx, commandId, type, rows);
  }
}
