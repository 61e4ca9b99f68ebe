import { PupilState } from './school-pupil.type.ts';

const { imported, matched, candidate, unmatched, evaluated, notified, caught_up, exempt, moved, overdue } = PupilState;

/**
 * Which state may follow which (certificates note, section 5). A row that is listed anew begins again as `imported`; a record that
 * changes, or a re-check, evaluates again; who left comes back only by a list.
 */
const NEXT: Readonly<Record<PupilState, readonly PupilState[]>> = {
  [imported]: [matched, candidate, unmatched],
  [matched]: [evaluated],
  [candidate]: [imported, matched, unmatched, exempt, overdue, moved],
  [unmatched]: [imported, matched, candidate, evaluated, notified, exempt, overdue, moved],
  [evaluated]: [imported, evaluated, notified, caught_up, exempt, overdue, moved],
  [notified]: [imported, matched, candidate, evaluated, notified, caught_up, exempt, overdue, moved],
  [overdue]: [imported, matched, candidate, unmatched, evaluated, notified, caught_up, exempt, moved],
  [caught_up]: [imported, evaluated, exempt, moved],
  [exempt]: [imported, matched, candidate, unmatched, evaluated, caught_up, moved],
  [moved]: [imported],
};

export const mayFollow = (from: PupilState, to: PupilState): boolean => NEXT[from].includes(to);
