import { maskDocumentNumber, maskName, maskPhone } from '@miaoben/identifiers';
import { type Keyring, openIdentity } from '@miaoben/kernel';
import type { MissingDose } from '../assessment/assessment.client.ts';
import type { HolderRow } from '../holder/holder.repository.ts';
import { RowVerdict } from '../school-check/school-check.type.ts';
import { openPupilIdentity, openPupilNote } from './pupil-identity.ts';
import type { Candidate, PupilRow, StepRow } from './school-pupil.repository.ts';
import type { MatchCandidate, NoticeState, PupilStep, SchoolPupil } from './school-pupil.type.ts';
import { ProofState } from './school-pupil.type.ts';

const missingOf = (doses: readonly MissingDose[]) =>
  doses.map(({ series, seriesName, dose, earliest }) => ({ series, seriesName, dose, earliest }));

export function shapePupil(keyring: Keyring, row: PupilRow): SchoolPupil {
  const identity = openPupilIdentity(keyring, row.sealed);
  return {
    id: row.id,
    roundId: row.round_id,
    school: { id: row.school_id },
    classId: row.class_id,
    checker: row.checker,
    personId: row.person_id,
    name: identity.name,
    birthDate: identity.birthDate,
    sex: identity.sex,
    documentNumber: identity.documentNumber && maskDocumentNumber(identity.documentNumber),
    studentNumber: identity.studentNumber,
    guardianPhone: identity.guardianPhone && maskPhone(identity.guardianPhone),
    checkType: row.check_type,
    state: row.state,
    verdict: RowVerdict[row.verdict],
    certificateSeen: row.certificate_seen,
    certificateNumber: row.certificate_number,
    scheduleVersion: row.schedule_version,
    missing: missingOf(row.missing),
    caughtUp: [...row.caught_up],
    caughtUpOn: row.caught_up_on,
    managingClinic: row.clinic_id === null ? null : { id: row.clinic_id },
    noticeType: row.notice_type,
    noticeOn: row.notice_on,
    noticeState: row.notice_state as NoticeState | null,
    isReissued: row.is_reissued,
    recheckOn: row.recheck_on,
    recheckResult: row.recheck_result && RowVerdict[row.recheck_result],
    proofState: row.proof_state && ProofState[row.proof_state],
    forClinic: row.for_clinic,
    checkedOn: row.checked_on,
  };
}

export const shapeStep = (keyring: Keyring, row: StepRow): PupilStep => ({
  number: row.number,
  step: row.step,
  result: row.result && RowVerdict[row.result],
  missing: missingOf(row.missing ?? []),
  scheduleVersion: row.schedule_version,
  note: typeof row.detail.note === 'string' ? openPupilNote(keyring, row.detail.note) : null,
  byRole: row.by_role,
  at: new Date(row.at),
});

/** What may be seen of a file that may be the pupil’s: masked name, birth date, sex, managing unit. */
export function shapeCandidate(keyring: Keyring, holder: HolderRow, { reasons }: Candidate): MatchCandidate {
  return {
    personId: holder.person_id,
    maskedName: maskName(openIdentity(keyring, holder.sealed).name),
    birthDate: holder.birth_date,
    sex: holder.sex,
    managingClinic: { id: holder.managing_org_id },
    reasons: [...reasons],
  };
}
