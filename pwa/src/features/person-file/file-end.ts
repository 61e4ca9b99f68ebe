import type { FileAction, FileEndReason } from '../../data/generated/clinic.ts';

/** Reasons a user gives; the others belong to merges, births and death reports. */
export const CANCEL_REASONS = ['duplicate', 'moved_abroad', 'dead', 'other'] as const satisfies FileEndReason[];
export type CancelReason = (typeof CANCEL_REASONS)[number];

export interface EndDraft {
  act: FileAction;
  reason: CancelReason | '';
  on: string;
  diedOn: string;
  note: string;
}

/** What is wrong with the form; the server checks the same again. */
export function faultsOfEnd({ act, reason, on, diedOn, note }: EndDraft, birthDate: string, today: string) {
  const isDay = (day: string) => day !== '' && day >= birthDate && day <= today;
  const faults: ('reason' | 'on' | 'diedOn' | 'note')[] = [];
  if (act === 'cancel') {
    if (reason === '') faults.push('reason');
    if (!isDay(on)) faults.push('on');
    if (reason === 'dead' && !isDay(diedOn)) faults.push('diedOn');
  }
  if (note.trim() === '') faults.push('note');
  return faults;
}
