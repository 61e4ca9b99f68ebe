import type { MissingDose } from '../assessment/assessment.client.ts';
import type { PupilIdentity } from './pupil-identity.ts';
import type { PupilStepNote } from './pupil-write.ts';
import type { Candidate, PupilRow, PupilVerdict } from './school-pupil.repository.ts';
import { CheckType, PupilState } from './school-pupil.type.ts';

/** A pupil as a list, a form or a scan names one, with the answer of the check. */
export interface IntakeEntry {
  readonly identity: PupilIdentity;
  readonly documentBlind: string | null;
  readonly nameBlind: string;
  readonly grade: string;
  readonly className: string;
  readonly checkType: CheckType;
  readonly verdict: PupilVerdict;
  readonly personId: string | null;
  readonly clinicId: string | null;
  readonly candidates: readonly Candidate[];
  readonly missing: readonly MissingDose[];
  readonly scheduleVersion: string | null;
  readonly certificate: { readonly seen: boolean; readonly number: string | null } | null;
}

const BY_WORD: Readonly<Record<string, CheckType>> = { 转学: CheckType.transfer, 插班: CheckType.inserted };
export const checkTypeOf = (word: string | undefined): CheckType => BY_WORD[word ?? ''] ?? CheckType.entry;

/** The pupil of a round and school: by document number, else by name, birth date and sex. */
export const pupilKey = (entry: Pick<IntakeEntry, 'documentBlind' | 'nameBlind'>, sex: string | null): string =>
  entry.documentBlind ?? `${entry.nameBlind} ${sex ?? ''}`;

/** The row that stands for the pupil already: the same number; without a number on one side the same name, birth date and sex. */
export function knownRow(entry: IntakeEntry, rows: readonly PupilRow[]): PupilRow | undefined {
  const { documentBlind, nameBlind, identity } = entry;
  const byNumber = documentBlind === null ? undefined : rows.find((r) => r.document_blind === documentBlind);
  if (byNumber) return byNumber;
  const alike = rows.filter(
    (r) =>
      r.name_blind === nameBlind &&
      (documentBlind === null || r.document_blind === null) &&
      (r.sex === '' || identity.sex === null || r.sex === identity.sex),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

const judged = (row: PupilRow, entry: IntakeEntry): PupilRow => ({
  ...row,
  verdict: entry.verdict,
  person_id: entry.personId,
  clinic_id: entry.clinicId,
  candidates: entry.candidates,
  missing: entry.missing,
  schedule_version: entry.scheduleVersion,
});

/** The way of a row that is judged for the first time, or anew: where it ends, and the steps on it. */
export function pathOf(verdict: PupilVerdict): { state: PupilState; steps: readonly PupilStepNote[] } {
  if (verdict === 'candidate') return { state: PupilState.candidate, steps: [{ step: 'candidate' }] };
  if (verdict === 'no_file') return { state: PupilState.unmatched, steps: [{ step: 'unmatched', hasVerdict: true }] };
  return { state: PupilState.evaluated, steps: [{ step: 'matched' }, { step: 'evaluated', hasVerdict: true }] };
}

export function newRow(
  base: Pick<
    PupilRow,
    | 'id'
    | 'round_id'
    | 'school_id'
    | 'division'
    | 'class_id'
    | 'sealed'
    | 'checker'
    | 'checked_on'
    | 'check_id'
    | 'created_at'
  >,
  entry: IntakeEntry,
): { row: PupilRow; steps: readonly PupilStepNote[] } {
  const { state, steps } = pathOf(entry.verdict);
  const row: PupilRow = {
    ...base,
    pupil_key: pupilKey(entry, entry.identity.sex),
    document_blind: entry.documentBlind,
    name_blind: entry.nameBlind,
    sex: entry.identity.sex ?? '',
    check_type: entry.checkType,
    state,
    verdict: entry.verdict,
    person_id: null,
    merged_from: [],
    clinic_id: null,
    candidates: [],
    for_clinic: false,
    certificate_seen: entry.certificate?.seen ?? null,
    certificate_number: entry.certificate?.number ?? null,
    schedule_version: null,
    missing: [],
    caught_up: [],
    caught_up_on: null,
    notice_type: null,
    notice_on: null,
    notice_state: null,
    is_reissued: false,
    recheck_on: null,
    recheck_result: null,
    proof_file_id: null,
    proof_state: null,
    moved_to: null,
    version: 0,
  };
  return { row: judged(row, entry), steps: [{ step: 'imported' }, ...steps] };
}

/**
 * A pupil who is listed again: what the school wrote is taken over; what was decided, sent, given or put off stays unless the answer is
 * another one. Who had left comes back.
 */
export function listedAgain(
  old: PupilRow,
  entry: IntakeEntry,
  written: Pick<PupilRow, 'class_id' | 'sealed' | 'checker' | 'checked_on' | 'check_id'>,
  today: string,
): { row: PupilRow; steps: readonly PupilStepNote[] } {
  const base: PupilRow = {
    ...old,
    ...written,
    class_id: written.class_id ?? old.class_id,
    pupil_key: entry.documentBlind === null ? old.pupil_key : pupilKey(entry, entry.identity.sex),
    document_blind: entry.documentBlind ?? old.document_blind,
    name_blind: entry.nameBlind,
    sex: entry.identity.sex ?? old.sex,
    certificate_seen: entry.certificate?.seen ?? old.certificate_seen,
    certificate_number: entry.certificate?.number ?? old.certificate_number,
  };
  const isBack = old.state === PupilState.moved;
  const isDecided = old.person_id !== null && entry.candidates.some((c) => c.personId === old.person_id);
  const isSame = isDecided || (entry.verdict === old.verdict && entry.personId === old.person_id);
  if (isSame && !isBack) {
    const missing = entry.verdict === 'missing_doses' ? entry.missing : old.missing;
    return { row: { ...base, missing, candidates: isDecided ? [] : entry.candidates }, steps: [{ step: 'updated' }] };
  }
  const { state, steps } = pathOf(entry.verdict);
  const isCaughtUp = entry.verdict === 'complete' && old.missing.length > 0;
  const caught = old.missing.map(({ series, seriesName, dose }) => ({ series, seriesName, dose }));
  const row: PupilRow = {
    ...judged(base, entry),
    state: isCaughtUp ? PupilState.caught_up : state,
    moved_to: null,
    for_clinic: false,
    is_reissued: old.is_reissued || (old.verdict === 'no_file' && entry.personId !== null),
    ...(isCaughtUp && { caught_up: [...old.caught_up, ...caught], caught_up_on: today }),
  };
  const last = isCaughtUp ? [{ step: 'caught_up' }] : [];
  return { row, steps: [{ step: 'imported' }, ...steps, ...last] };
}
