import { type Em, query } from '@miaoben/kernel';
import { type PupilReach, type PupilRow, withinReach } from '../school-pupil/school-pupil.repository.ts';

export interface CheckRecordCriteria {
  /** one record alone */
  readonly id: string | null;
  readonly roundCode: string | null;
  readonly schoolId: string | null;
  readonly classId: string | null;
  readonly verdict: string | null;
  readonly checkType: string | null;
  readonly certificateSeen: boolean | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly checker: string | null;
  readonly nameBlind: string | null;
  /** null: any number; empty: what was typed is no number, which finds nothing */
  readonly documentBlinds: readonly string[] | null;
}

const FITS = `($2::uuid is null or p.id = $2)
       and ($3::text is null or p.round_id in (select id from school_round where code = $3))
       and ($4::uuid is null or p.school_id = $4) and ($5::uuid is null or p.class_id = $5)
       and ($6::text is null or p.verdict = $6) and ($7::date is null or p.checked_on >= $7)
       and ($8::date is null or p.checked_on <= $8) and ($9::text is null or p.checker = $9)
       and ($10::text is null or p.name_blind = $10) and ($11::text[] is null or p.document_blind = any($11))
       and ($12::text is null or p.check_type = $12) and ($13::boolean is null or p.certificate_seen = $13)`;

const parametersOf = (criteria: CheckRecordCriteria): unknown[] => [
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
  criteria.checkType,
  criteria.certificateSeen,
];

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
     where ${sql} and ${FITS} and ($14::uuid is null or p.id < $14) order by p.id desc limit $15`,
    [...parameters, ...parametersOf(criteria), before, limit],
  );
}

/** Accounts of those who made the checks. */
export async function checkersOf(em: Em, reach: PupilReach, criteria: CheckRecordCriteria): Promise<string[]> {
  const { sql, parameters } = withinReach(reach);
  const rows = await query<{ checker: string }>(
    em,
    `select distinct p.checker from school_pupil p where ${sql} and ${FITS} and not starts_with(p.checker, 'service:')`,
    [...parameters, ...parametersOf(criteria)],
  );
  return rows.map((row) => row.checker);
}
