import type { Keyring } from '@miaoben/kernel';
import type { ClassRow, RoundRow } from './school-round.repository.ts';
import { readRoundCode } from './school-round.rules.ts';
import { type SchoolClass, SchoolKind, type SchoolRound, SchoolRoundState, SchoolTerm } from './school-round.type.ts';

const HEAD_TEACHER = 'school_class.head_teacher';
export const sealHeadTeacher = (keyring: Keyring, name: string): string => keyring.seal(name, HEAD_TEACHER);

export function shapeRound(row: RoundRow): SchoolRound {
  const code = readRoundCode(row.code);
  return {
    id: row.id,
    code: row.code,
    schoolYear: code?.year ?? 0,
    term: code?.term === 'spring' ? SchoolTerm.spring : SchoolTerm.autumn,
    division: row.division,
    termStart: row.term_start,
    deadline: row.deadline,
    recheckFrom: row.recheck_from,
    recheckTo: row.recheck_to,
    state: SchoolRoundState[row.state],
    openedAt: new Date(row.opened_at),
    closedAt: row.closed_at === null ? null : new Date(row.closed_at),
  };
}

export const shapeClass = (keyring: Keyring, row: ClassRow): SchoolClass => ({
  id: row.id,
  roundId: row.round_id,
  school: { id: row.school_id },
  grade: row.grade,
  name: row.name,
  headTeacher: row.head_teacher_sealed === null ? null : keyring.open(row.head_teacher_sealed, HEAD_TEACHER),
  finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
});

/** Kind of a school by the kind of its organisation. */
export const schoolKindOf = (kind: string | undefined): SchoolKind =>
  kind === 'kindergarten' ? SchoolKind.kindergarten : kind === 'nursery' ? SchoolKind.nursery : SchoolKind.school;
