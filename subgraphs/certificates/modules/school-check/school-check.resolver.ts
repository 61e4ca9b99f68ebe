import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { readCheck, readChecks, readRows, startCheck } from './school-check.service.ts';
import { RosterRowPage, RowVerdict, SchoolCheck } from './school-check.type.ts';

@Resolver(() => SchoolCheck)
export class SchoolCheckResolver {
  @Query(() => SchoolCheck, {
    nullable: true,
    description: 'A check of the caller’s school; null for every other. Ask again each second while it is reading.',
  })
  schoolCheck(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<SchoolCheck | null> {
    return readCheck(ctx, id);
  }

  @Query(() => [SchoolCheck], { description: 'Checks of the caller’s school, newest first. BAD_INPUT first.' })
  schoolChecks(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolCheck[]> {
    return readChecks(ctx, first ?? 20);
  }

  @Query(() => String, { description: 'Address of the empty class list, .xlsx; valid for five minutes.' })
  rosterTemplateUrl(@Ctx() ctx: CertificatesCtx): string {
    return ctx.files.downloadUrl('template', 'roster');
  }

  @Mutation(() => SchoolCheck, {
    description:
      'Announces a class list; PUT the .xlsx to `uploadUrl`, then ask for the check. `checkDate` is today when left out. Errors: BAD_INPUT title (required, too_long), checkDate (out_of_range), fileName (too_long, file_type), size (file_too_large); FORBIDDEN without a school.',
  })
  startSchoolCheck(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('title', () => String) title: string,
    @Arg('checkDate', () => DateScalar, { nullable: true }) checkDate: string | null | undefined,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolCheck> {
    return startCheck(ctx, commandId, { title, checkDate: checkDate ?? null, fileName, size });
  }

  @FieldResolver(() => RosterRowPage, { description: 'Pupils in the order of the sheet. BAD_INPUT first, after.' })
  rows(
    @Root() check: SchoolCheck,
    @Arg('verdict', () => RowVerdict, { nullable: true }) verdict: RowVerdict | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<RosterRowPage> {
    return readRows(ctx, check.id, verdict ?? null, first ?? 100, after ?? null);
  }
}
