import type { Ctx, Keyring } from '@miaoben/kernel';
import type { Finding } from '@miaoben/kernel/imports/define';
import type { SheetCell } from '@miaoben/kernel/sheets/reader';
import type { MissingDose } from '../assessment/assessment.client.ts';
import type { CheckPupilRow, CheckRow } from './school-check.repository.ts';
import { type RosterRow, RowVerdict, type SchoolCheck, SchoolCheckState } from './school-check.type.ts';

/** What is kept of a row: the school's own words and the answer, nothing of the file's history. */
export interface SealedPupil {
  readonly serial: string | null;
  /** as the cell was typed, when it could not be read */
  readonly name: string;
  readonly birthDate: string | null;
  readonly grade: string | null;
  readonly className: string | null;
  readonly findings: readonly Finding[];
  readonly missing: readonly MissingDose[];
  /** as they were typed or mended, dates as YYYY-MM-DD; lists read before rows could be mended have none */
  readonly cells?: Readonly<Record<string, SheetCell>>;
}

const SEALED = 'school_check_row';

export const sealPupil = (keyring: Keyring, pupil: SealedPupil): string => keyring.seal(JSON.stringify(pupil), SEALED);
export const openPupil = (keyring: Keyring, sealed: string): SealedPupil =>
  JSON.parse(keyring.open(sealed, SEALED)) as SealedPupil;

export function shapeRow(keyring: Keyring, row: CheckPupilRow): RosterRow {
  const pupil = openPupil(keyring, row.sealed);
  return {
    number: row.number,
    name: pupil.name,
    birthDate: pupil.birthDate,
    className: pupil.className,
    grade: pupil.grade,
    verdict: row.verdict,
    missing: [...pupil.missing],
    findings: [...pupil.findings],
    scannedAt: null,
    cells: Object.entries(pupil.cells ?? {}).flatMap(([column, cell]) =>
      cell === null || cell === '' ? [] : [{ column, value: String(cell) }],
    ),
    reasons: [...new Set(row.candidates.flatMap((c) => c.reasons))],
    pupilId: row.pupil_id,
  };
}

export function shapeCheck({ files, claims }: Pick<Ctx, 'files' | 'claims'>, row: CheckRow): SchoolCheck {
  // The one who fetches the file stands in the audit, not the one who began the check.
  const exportId = `${row.id}~${claims.account}~${claims.role}`;
  return {
    id: row.id,
    school: { id: row.school_id },
    title: row.title,
    checkDate: row.check_date,
    state: row.state,
    progress: row.progress,
    failure: row.failure,
    createdAt: new Date(row.created_at),
    scheduleVersion: row.schedule_version,
    roundId: row.round_id,
    classId: row.class_id,
    takenAt: row.taken_at === null ? null : new Date(row.taken_at),
    undoneAt: row.undone_at === null ? null : new Date(row.undone_at),
    uploadUrl: row.state === SchoolCheckState.uploading ? files.uploadUrl(row.file_id) : null,
    exportUrl: row.state === SchoolCheckState.ready ? files.downloadUrl('school-check', exportId) : null,
    counts: Object.values(RowVerdict)
      .map((verdict) => ({ verdict, count: row.counts[verdict] ?? 0 }))
      .filter((c) => c.count > 0),
  };
}
