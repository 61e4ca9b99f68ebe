import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
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
}
