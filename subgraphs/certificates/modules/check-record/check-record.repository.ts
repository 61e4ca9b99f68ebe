import { type Em, query } from '@miaoben/kernel';
import { type PupilReach, type PupilRow, withinReach } from '../school-pupil/school-pupil.repository.ts';

export interface CheckRecordCriteria {
  /** one record alone */
  readonly id: string | null;
  readonly roundCode: string | null;
  readonly schoolId: string | null;
  readonly classId: string | null;
  readonly verdict: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly checker: string | null;
  readonly nameBlind: string | null;
  /** null: any number; empty: what was typed is no number, which finds nothing */
  readonly documentBlinds: readonly string[] | null;
}

/** Records of checks that were made, those who left since among them; the latest first, before an id. */
export async function listRecords(
  em: Em,
  reach: PupilReach,
  criteria: CheckRecordCriteria,
  before: string | null,
  limit: number,
): Promise<PupilRow[]> {
  const { sql, parameters } = withinReach(reach);
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p
     where ${sql} and ($2::uuid is null or p.id = $2)
       and ($3::text is null or p.round_id in (select id from school_round where code = $3))
       and ($4::uuid is null or p.school_id = $4) and ($5::uuid is null or p.class_id = $5)
       and ($6::text is null or p.verdict = $6) and ($7::date is null or p.checked_on >= $7)
       and ($8::date is null or p.checked_on <= $8) and ($9::text is null or p.checker = $9)
       and ($10::text is null or p.name_blind = $10) and ($11::text[] is null or p.document_blind = any($11))
       and ($12::uuid is null or p.id < $12)
     order by p.id desc limit $13`,
    [
      ...parameters,
      criteria.id,
      criteria.roundCode,
      criteria.schoolId,
      criteria.classId,
      criteria.verdict,
      criteria.from,
      criteria.to,
      criteria.checker,
      criteria.nameBlind,
      criteria.documentBlinds,
      before,
      limit,
    ],
  );
}
