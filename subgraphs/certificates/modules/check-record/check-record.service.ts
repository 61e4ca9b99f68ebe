import { audit, badInput, isUuid, nameBlind, pageRequest, toPage } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { pupilReach } from '../school-pupil/pupil-reach.ts';
import type { PupilReach, PupilRow } from '../school-pupil/school-pupil.repository.ts';
import { shapePupil } from '../school-pupil/school-pupil.shape.ts';
import type { SchoolPupil, SchoolPupilPage } from '../school-pupil/school-pupil.type.ts';
import { type CheckRecordCriteria, listRecords } from './check-record.repository.ts';
import type { CheckRecordFilter } from './check-record.type.ts';

const TOWNSHIP_DIGITS = 9;
const ANY: CheckRecordCriteria = {
  id: null,
  roundCode: null,
  schoolId: null,
  classId: null,
  verdict: null,
  from: null,
  to: null,
  checker: null,
  nameBlind: null,
  documentBlinds: null,
};

/** The records of the own school; an education department reads those of its divisions as a clinic does. @throws FORBIDDEN */
async function recordReach(ctx: CertificatesCtx, operation: string): Promise<PupilReach> {
  const reach = pupilReach(ctx, operation);
  if (!('schoolId' in reach) || (await organisationOf(ctx.em, reach.schoolId))?.kind !== 'education') return reach;
  return { divisions: ctx.claims.divisions.map((d) => d.slice(0, TOWNSHIP_DIGITS)) };
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
  const { schoolId, classId, name, birthDate, documentNumber } = filter;
  if (name && !birthDate) throw badInput('birthDate', 'required');
  const isAnswerable = [schoolId, classId].every((id) => !id || isUuid(id));
  const criteria = {
    ...ANY,
    roundCode: filter.round ?? null,
    schoolId: schoolId ?? null,
    classId: classId ?? null,
    verdict: filter.verdict ?? null,
    from: filter.from ?? null,
    to: filter.to ?? null,
    checker: filter.checker ?? null,
    nameBlind: name && birthDate ? nameBlind(ctx.keyring, name.trim(), birthDate) : null,
    documentBlinds: documentNumber ? documentBlinds(ctx.keyring, documentNumber) : null,
  };
  const before = typeof key === 'string' && isUuid(key) ? key : null;
  const rows: PupilRow[] = isAnswerable ? await listRecords(ctx.em, reach, criteria, before, page.limit) : [];
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
