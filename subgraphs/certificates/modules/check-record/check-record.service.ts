import { audit, badInput, isUuid, MAX_PAGE, nameBlind, pageRequest, toPage } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import type { PupilRow } from '../school-pupil/school-pupil.repository.ts';
import { shapePupil } from '../school-pupil/school-pupil.shape.ts';
import type { SchoolPupil, SchoolPupilPage } from '../school-pupil/school-pupil.type.ts';
import { classesByCode } from '../school-round/school-round.repository.ts';
import { shapeClass } from '../school-round/school-round.shape.ts';
import type { SchoolClass } from '../school-round/school-round.type.ts';
import { recordsAddress } from './check-record.files.ts';
import { recordReach, recordSchool } from './check-record.reach.ts';
import { type CheckRecordCriteria, listRecords } from './check-record.repository.ts';
import type { CheckRecordFilter } from './check-record.type.ts';

const ANY: CheckRecordCriteria = {
  id: null,
  roundCode: null,
  schoolId: null,
  classId: null,
  verdict: null,
  checkType: null,
  certificateSeen: null,
  from: null,
  to: null,
  checker: null,
  nameBlind: null,
  documentBlinds: null,
};

/** What a filter looks for. @returns null for what can find nothing; @throws BAD_INPUT birthDate (required with a name) */
function criteriaOf(ctx: CertificatesCtx, filter: CheckRecordFilter): CheckRecordCriteria | null {
  const { schoolId, classId, name, birthDate, documentNumber } = filter;
  if (name && !birthDate) throw badInput('birthDate', 'required');
  if (![schoolId, classId].every((id) => !id || isUuid(id))) return null;
  return {
    ...ANY,
    roundCode: filter.round ?? null,
    schoolId: schoolId ?? null,
    classId: classId ?? null,
    verdict: filter.verdict ?? null,
    checkType: filter.checkType ?? null,
    certificateSeen: filter.certificateSeen ?? null,
    from: filter.from ?? null,
    to: filter.to ?? null,
    checker: filter.checker ?? null,
    nameBlind: name && birthDate ? nameBlind(ctx.keyring, name.trim(), birthDate) : null,
    documentBlinds: documentNumber ? documentBlinds(ctx.keyring, documentNumber) : null,
  };
}

/** Query.checkRecords: the latest first. Each page is an audit line. */
export async function readRecords(
  ctx: CertificatesCtx,
  filter: CheckRecordFilter,
  first: number,
  after: string | null,
): Promise<SchoolPupilPage> {
  const operation = 'Query.checkRecords';
  const reach = await recordReach(ctx, operation);
  const page = pageRequest(first, after, 1);
  const key = page.key?.[0];
  const criteria = criteriaOf(ctx, filter);
  const before = typeof key === 'string' && isUuid(key) ? key : null;
  const rows: PupilRow[] = criteria ? await listRecords(ctx.em, reach, criteria, before, page.limit) : [];
  await audit(ctx.em, ctx.claims, operation, undefined, { rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapePupil(ctx.keyring, row),
  );
}

/** Query.checkRecord: null outside the reach, the same as for an id that names none. An audit line. */
export async function readRecord(ctx: CertificatesCtx, id: string): Promise<SchoolPupil | null> {
  const operation = 'Query.checkRecord';
  const reach = await recordReach(ctx, operation);
  const [row] = isUuid(id) ? await listRecords(ctx.em, reach, { ...ANY, id }, null, 1) : [];
  if (!row) return null;
  await audit(ctx.em, ctx.claims, operation, id);
  return shapePupil(ctx.keyring, row);
}

/** Query.checkRecordsFileUrl: the records that `checkRecords` finds for the filter. @throws BAD_INPUT birthDate (required), filter (format) */
export async function recordsFileUrl(ctx: CertificatesCtx, filter: CheckRecordFilter): Promise<string> {
  const reach = await recordReach(ctx, 'Query.checkRecordsFileUrl');
  const criteria = criteriaOf(ctx, filter);
  if (criteria === null) throw badInput('filter', 'format');
  return recordsAddress(ctx, reach, criteria);
}

/** Query.checkRecordClasses: none without a school. */
export async function recordClasses(ctx: CertificatesCtx, round: string, asked: string | null): Promise<SchoolClass[]> {
  const schoolId = await recordSchool(ctx, 'Query.checkRecordClasses', asked);
  if (schoolId === null) return [];
  return (await classesByCode(ctx.em, round, schoolId, MAX_PAGE)).map((row) => shapeClass(ctx.keyring, row));
}
