import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { Account } from '../account/account.type.ts';
import { SchoolPupil, SchoolPupilPage } from '../school-pupil/school-pupil.type.ts';
import { readRecord, readRecords } from './check-record.service.ts';
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

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'Who made the check that stands; null when no person did.',
  })
  checker(@Root() { checker }: SchoolPupil): Account | null {
    return checker.startsWith('service:') ? null : { id: checker };
  }
}
