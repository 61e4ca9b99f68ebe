import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import {
  findSchools,
  ownCheckFileUrl,
  ownChecksFileUrl,
  readOwnCheck,
  readOwnChecks,
  runOwnCheck,
} from './own-check.service.ts';
import { OwnCheck, OwnCheckFilter, OwnCheckInput, OwnCheckPage, SchoolChoice } from './own-check.type.ts';

@Resolver(() => OwnCheck)
export class OwnCheckResolver {
  @Query(() => [SchoolChoice], {
    description: 'Schools and kindergartens whose name holds the text, at most 20; none for less than two characters.',
  })
  findSchools(@Arg('text', () => String) text: string, @Ctx() ctx: CertificatesCtx): Promise<SchoolChoice[]> {
    return findSchools(ctx, text);
  }

  @Query(() => OwnCheckPage, {
    description:
      'Own checks, the latest first: of the guardian; addressed to the school; of children and schools of the area. Errors: BAD_INPUT birthDate (required with a name), first, after.',
  })
  ownChecks(
    @Arg('filter', () => OwnCheckFilter, { nullable: true }) filter: OwnCheckFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<OwnCheckPage> {
    return readOwnChecks(ctx, filter ?? {}, first ?? 50, after ?? null);
  }

  @Query(() => OwnCheck, { nullable: true, description: 'One own check; null outside the reach.' })
  ownCheck(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<OwnCheck | null> {
    return readOwnCheck(ctx, id);
  }

  @Query(() => String, {
    nullable: true,
    description: 'Short-lived address of the report as PDF, made when it is fetched; null outside the reach.',
  })
  ownCheckFileUrl(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<string | null> {
    return ownCheckFileUrl(ctx, id);
  }

  @Query(() => String, {
    description:
      'Short-lived address of the whole list of `ownChecks` as .xlsx. Errors: BAD_INPUT birthDate (required with a name), filter (format).',
  })
  ownChecksFileUrl(
    @Arg('filter', () => OwnCheckFilter, { nullable: true }) filter: OwnCheckFilter | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<string> {
    return ownChecksFileUrl(ctx, filter ?? {});
  }

  @Mutation(() => OwnCheck, {
    description:
      'Checks a child for its entry on a day (一键查验) and keeps the answer as a report with a code of its own. Errors: FORBIDDEN for a child not bound; BAD_INPUT checkDate (out_of_range: 31 days back to 366 ahead), schoolId (no_match), personId (wrong_state, required: no document number in the file, suspicious_characters); UNAVAILABLE.',
  })
  runOwnCheck(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => OwnCheckInput) input: OwnCheckInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<OwnCheck> {
    return runOwnCheck(ctx, commandId, input);
  }
}
