import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType } from 'type-graphql';
import { RowVerdict } from '../school-check/school-check.type.ts';
import { CheckType } from '../school-pupil/school-pupil.type.ts';

@InputType({ description: 'Which records of checks; what is left out does not narrow.' })
export class CheckRecordFilter {
  @Field(() => String, { nullable: true, description: 'Code of the round: first year and term, e.g. 20261.' })
  round?: string | null;
  @Field(() => ID, { nullable: true })
  schoolId?: string | null;
  @Field(() => ID, { nullable: true })
  classId?: string | null;
  @Field(() => RowVerdict, { nullable: true, description: '`to_mend` stands on no record.' })
  verdict?: RowVerdict | null;
  @Field(() => CheckType, { nullable: true })
  checkType?: CheckType | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the certificate was seen; a pupil nobody asked yet is neither.',
  })
  certificateSeen?: boolean | null;
  @Field(() => DateScalar, { nullable: true, description: 'First day of the check.' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'Last day of the check.' })
  to?: string | null;
  @Field(() => ID, { nullable: true, description: 'Account of who made the check.' })
  checker?: string | null;
  @Field(() => String, { nullable: true, description: 'The whole name of the pupil; with `birthDate`.' })
  name?: string | null;
  @Field(() => DateScalar, { nullable: true })
  birthDate?: string | null;
  @Field(() => String, { nullable: true, description: 'The whole number of the pupil’s document.' })
  documentNumber?: string | null;
}
