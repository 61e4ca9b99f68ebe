import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { checkReportsUrl } from './check-report.service.ts';
import { checkSheetsUrl } from './check-sheet.service.ts';

@Resolver()
export class CheckSheetResolver {
  @Query(() => String, {
    description:
      'Address of the check sheets (接种查验单) of a round as .xlsx, a sheet per school; valid for five minutes. `place` is a division code or the id of a school; left out: the caller’s own school or first division. Errors: BAD_INPUT round (format), place (unknown_code); FORBIDDEN outside the own school or divisions. Each fetch is an audit line.',
  })
  checkSheetsUrl(
    @Arg('round', () => String, { description: '`YYYYS`' }) round: string,
    @Arg('place', () => ID, { nullable: true }) place: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<string> {
    return checkSheetsUrl(ctx, round, place ?? null);
  }

  @Query(() => String, {
    description:
      'Address of the check sheets (接种查验单) of a round to print; valid for five minutes: of a class as PDF, two pupils on a page, else an archive with a PDF per class. `place` as in `checkSheetsUrl`. Errors: BAD_INPUT round (format), place (unknown_code), classId (no_match); FORBIDDEN outside the own school or divisions. Each fetch is an audit line.',
  })
  checkReportsUrl(
    @Arg('round', () => String, { description: '`YYYYS`' }) round: string,
    @Arg('place', () => ID, { nullable: true }) place: string | null | undefined,
    @Arg('classId', () => ID, { nullable: true }) classId: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<string> {
    return checkReportsUrl(ctx, round, place ?? null, classId ?? null);
  }
}
