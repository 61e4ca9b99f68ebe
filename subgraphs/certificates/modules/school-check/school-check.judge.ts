import { type Em, type Keyring, MiaobenError, type Services } from '@miaoben/kernel';
import { addFinding } from '@miaoben/kernel/imports/messages';
import { type Assessment, assess } from '../assessment/assessment.client.ts';
import { type HolderRow, holdersByIndex } from '../holder/holder.repository.ts';
import { type Match, matchPupil, type Pupil } from './roster.rules.ts';
import type { CheckPupilRow } from './school-check.repository.ts';
import { sealPupil } from './school-check.shape.ts';
import { RowVerdict } from './school-check.type.ts';

const VERDICTS: Record<Assessment['result'], RowVerdict> = {
  1: RowVerdict.complete,
  2: RowVerdict.missing_doses,
  4: RowVerdict.postponed,
  5: RowVerdict.not_yet_due,
};

const groupBy = (holders: readonly HolderRow[], key: (h: HolderRow) => string | null): Map<string, HolderRow[]> => {
  const groups = Map.groupBy(holders, (h) => key(h) ?? '');
  groups.delete('');
  return groups;
};

async function matchAll(em: Em, keyring: Keyring, pupils: readonly Pupil[]): Promise<Map<Pupil, Match>> {
  const sound = pupils.filter((p) => p.isSound);
  const holders = await holdersByIndex(
    em,
    sound.flatMap((p) => p.document ?? []),
    sound.flatMap((p) => p.name ?? []),
  );
  const index = {
    byDocument: groupBy(holders, (h) => h.document_blind),
    byName: groupBy(holders, (h) => h.name_blind),
  };
  return new Map(sound.map((p) => [p, matchPupil(p, index, keyring)]));
}

const textOf = (cell: string | number | boolean | null | undefined): string => (cell == null ? '' : String(cell));

/** A judged row, before it is stored. */
export interface JudgedRow extends CheckPupilRow {
  readonly missing: Assessment['missing'];
}
const NO_FILE = { person_id: null, clinic_id: null, candidates: [] } as const;
type Found = Pick<CheckPupilRow, 'person_id' | 'clinic_id' | 'candidates'>;

function toRow(
  keyring: Keyring,
  pupil: Pupil,
  verdict: RowVerdict,
  missing: Assessment['missing'],
  found: Found = NO_FILE,
): JudgedRow {
  const { draft } = pupil;
  const { values, cells } = draft;
  const sealed = sealPupil(keyring, {
    serial: values.serial ?? null,
    name: values.name ?? textOf(cells.name),
    birthDate: values.birthDate ?? null,
    grade: values.grade ?? null,
    className: values.className ?? null,
    findings: draft.findings,
    missing,
    // A date is kept as it was understood: the serial numbers of a workbook mean nothing without it.
    cells: { ...cells, ...(values.birthDate !== undefined && { birthDate: values.birthDate }) },
  });
  return { number: draft.number, verdict, sealed, missing, pupil_key: pupil.key, pupil_id: null, ...found };
}

/**
 * Judges the rows of one batch: one look-up among the files, one question to vaccines.
 * @throws UNAVAILABLE when vaccines does not answer for every file found
 */
export async function judgePupils(
  em: Em,
  services: Pick<Services, 'peers' | 'keyring'>,
  pupils: readonly Pupil[],
  checkDate: string,
): Promise<{ rows: JudgedRow[]; scheduleVersion: string | null }> {
  const { keyring } = services;
  const matches = await matchAll(em, keyring, pupils);
  const files = [...matches.values()].flatMap((m) => (m.kind === 'file' ? [m.holder.person_id] : []));
  const assessments = await assess(services, 'school_check', [...new Set(files)], checkDate);
  const rows = pupils.map((pupil) => {
    const match = matches.get(pupil);
    if (!match) return toRow(keyring, pupil, RowVerdict.to_mend, []);
    if (match.kind === 'no_file') {
      const message = '未找到预防接种档案，请到接种单位建档或补证';
      addFinding(pupil.draft, null, { code: 'no_match', message, severity: 'warning' });
      return toRow(keyring, pupil, RowVerdict.no_file, []);
    }
    if (match.kind === 'candidate') {
      const message = '有相近的档案，不能自动认定，请由接种单位核对';
      addFinding(pupil.draft, null, { code: 'possible_duplicate', message, severity: 'warning' });
      return toRow(keyring, pupil, RowVerdict.candidate, [], { ...NO_FILE, candidates: match.candidates });
    }
    const assessment = assessments.get(match.holder.person_id);
    if (!assessment) throw new MiaobenError('UNAVAILABLE', { part: 'vaccines' });
    const { person_id, managing_org_id: clinic_id } = match.holder;
    return toRow(keyring, pupil, VERDICTS[assessment.result], assessment.missing, {
      person_id,
      clinic_id,
      candidates: [],
    });
  });
  const [first] = assessments.values();
  return { rows, scheduleVersion: first?.scheduleVersion ?? null };
}
