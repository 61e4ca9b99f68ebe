import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { Account } from '../account/account.type.ts';
import { SchoolPupil, SchoolPupilPage } from '../school-pupil/school-pupil.type.ts';
import { SchoolClass } from '../school-round/school-round.type.ts';
import { readRecord, readRecords, recordClasses, recordsFileUrl } from './check-record.service.ts';
import { CheckRecordFilter } from './check-record.type.ts';

@Resolver(() => SchoolPupil)
export class CheckRecordResolver {
  @Query(() => SchoolPupilPage, {
    description:
      'Records of entry checks (查验记录), the latest first, of every round: of the own school, or of the schools in the area. Errors: BAD_INPUT birthDate (required with a name), first, after.',
  })
  checkRecords(
    @Arg('filter', () => CheckRecordFilter, { nullable: true }) filter: CheckRecordFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupilPage> {
    return readRecords(ctx, filter ?? {}, first ?? 50, after ?? null);
  }

  @Query(() => SchoolPupil, { nullable: true, description: 'One record with its course; null outside the reach.' })
  checkRecord(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<SchoolPupil | null> {
    return readRecord(ctx, id);
  }

  @Query(() => String, {
    description:
      'Short-lived address of all records that `checkRecords` finds for the filter, as .xlsx. Each fetch is an audit line. Errors: BAD_INPUT birthDate (required with a name), filter (format).',
  })
  checkRecordsFileUrl(
    @Arg('filter', () => CheckRecordFilter, { nullable: true }) filter: CheckRecordFilter | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<string> {
    return recordsFileUrl(ctx, filter ?? {});
  }

  @Query(() => [SchoolClass], {
    description:
      'Classes of a school whose records may be read, in rounds of a code (`YYYYS`): of the own school, else of the school named; none when no school is named. At most 500. Errors: FORBIDDEN for a school outside the reach.',
  })
  checkRecordClasses(
    @Arg('round', () => String) round: string,
    @Arg('schoolId', () => ID, { nullable: true }) schoolId: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolClass[]> {
    return recordClasses(ctx, round, schoolId ?? null);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'Who made the check that stands; null when no person did.',
  })
  checker(@Root() { checker }: SchoolPupil): Account | null {
    return checker.startsWith('service:') ? null : { id: checker };
  }
}
