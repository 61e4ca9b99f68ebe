import { DateScalar } from '@miaoben/kernel';
import { ImportCellInput } from '@miaoben/kernel/imports/types';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { SchoolClass, SchoolRound } from '../school-round/school-round.type.ts';
import { mendRow } from './check-mend.service.ts';
import { confirmCheck } from './check-take.service.ts';
import { undoCheck } from './check-undo.service.ts';
import { readCheck, readChecks, readRows, startCheck } from './school-check.service.ts';
import { RosterRow, RosterRowPage, RowVerdict, SchoolCheck } from './school-check.type.ts';

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
      'Announces a class list; PUT the .xlsx to `uploadUrl`, then ask for the check. `checkDate` is today when left out. Errors: BAD_INPUT title (required, too_long), roundId (no_match, wrong_state), classId (no_match), checkDate (out_of_range), fileName (too_long, file_type), size (file_too_large); FORBIDDEN without a school.',
  })
  startSchoolCheck(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('title', () => String) title: string,
    @Arg('checkDate', () => DateScalar, { nullable: true }) checkDate: string | null | undefined,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Arg('roundId', () => ID, { nullable: true }) roundId: string | null | undefined,
    @Arg('classId', () => ID, { nullable: true }) classId: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolCheck> {
    const place = { roundId: roundId ?? null, classId: classId ?? null };
    return startCheck(ctx, commandId, { title, checkDate: checkDate ?? null, fileName, size, ...place });
  }

  @Mutation(() => SchoolCheck, {
    description:
      'Takes a list that was judged into its round: each pupil has one row there, new or brought up to date; rows to be mended stay behind. Errors: FORBIDDEN; BAD_INPUT id (wrong_state), roundId (wrong_state); CONFLICT already_decided.',
  })
  confirmSchoolCheck(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolCheck> {
    return confirmCheck(ctx, commandId, id);
  }

  @Mutation(() => SchoolCheck, {
    description:
      'Takes an import back within its day; pupils who were changed since stay. Errors: FORBIDDEN; BAD_INPUT id (wrong_state, expired); CONFLICT already_decided.',
  })
  undoSchoolCheck(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolCheck> {
    return undoCheck(ctx, commandId, id);
  }

  @Mutation(() => RosterRow, {
    description:
      'Corrects cells of a row and judges that row again. Errors: FORBIDDEN; BAD_INPUT checkId (wrong_state), number (no_match, already_decided: the pupil stands in the round), column (unknown_code), the column (too_long); UNAVAILABLE.',
  })
  mendSchoolCheckRow(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('checkId', () => ID) checkId: string,
    @Arg('number', () => Int) number: number,
    @Arg('cells', () => [ImportCellInput]) cells: ImportCellInput[],
    @Ctx() ctx: CertificatesCtx,
  ): Promise<RosterRow> {
    return mendRow(ctx, commandId, { checkId, number, cells });
  }

  @FieldResolver(() => SchoolRound, { nullable: true, description: 'Round the list is for.' })
  async round(@Root() { roundId }: SchoolCheck, @Ctx() ctx: CertificatesCtx): Promise<SchoolRound | null> {
    return roundId === null ? null : ctx.loaders.schoolRound.load(roundId);
  }
  @FieldResolver(() => SchoolClass, {
    nullable: true,
    description: 'Class of every pupil of the list, when it was named.',
  })
  async class(@Root() { classId }: SchoolCheck, @Ctx() ctx: CertificatesCtx): Promise<SchoolClass | null> {
    return classId === null ? null : ctx.loaders.schoolClass.load(classId);
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
