import { type Keyring, MiaobenError } from '@miaoben/kernel';
import type { ReadEnv } from '@miaoben/kernel/imports/define';
import { checkTypeOf, type IntakeEntry } from '../school-pupil/pupil-intake.rules.ts';
import type { Pupil } from './roster.rules.ts';
import { readPupil } from './roster.rules.ts';
import type { CheckPupilRow } from './school-check.repository.ts';
import { openPupil } from './school-check.shape.ts';
import { RowVerdict } from './school-check.type.ts';

/** What a row that was read says of the pupil; the verdict comes from the judge. */
export function entryOf(
  pupil: Pupil,
  judged: Pick<IntakeEntry, 'verdict' | 'personId' | 'clinicId' | 'candidates' | 'missing' | 'scheduleVersion'>,
): IntakeEntry {
  const { values } = pupil.draft;
  // A sound row has both.
  if (values.name === undefined || values.birthDate === undefined || pupil.name === null)
    throw new MiaobenError('INTERNAL');
  return {
    ...judged,
    identity: {
      name: values.name,
      birthDate: values.birthDate,
      sex: values.sex ?? null,
      documentType: values.documentType ?? null,
      documentNumber: values.documentNumber ?? null,
      studentNumber: values.studentNumber ?? null,
      guardianPhone: values.guardianPhone ?? null,
    },
    documentBlind: pupil.document,
    nameBlind: pupil.name,
    grade: values.grade ?? '',
    className: values.className ?? '',
    checkType: checkTypeOf(values.entryType),
    certificate: null,
  };
}

/** Rows of a list that may enter the round; those to be mended stay behind. */
export function entriesOf(
  keyring: Keyring,
  env: ReadEnv,
  scheduleVersion: string | null,
  rows: readonly CheckPupilRow[],
): { number: number; entry: IntakeEntry }[] {
  return rows.flatMap((row) => {
    if (row.verdict === RowVerdict.to_mend) return [];
    const sealed = openPupil(keyring, row.sealed);
    const pupil = readPupil({ number: row.number, cells: { ...sealed.cells } }, env, keyring, new Map());
    return {
      number: row.number,
      entry: entryOf(pupil, {
        verdict: row.verdict,
        personId: row.person_id,
        clinicId: row.clinic_id,
        candidates: row.candidates,
        missing: sealed.missing,
        scheduleVersion,
      }),
    };
  });
}
