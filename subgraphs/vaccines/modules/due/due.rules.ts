import type { DueItemRow, DueStatus } from './due.repository.ts';

/** Where an item stands on a day. */
export function dueStatusOn(row: Pick<DueItemRow, 'earliest' | 'overdue_from'>, today: string): DueStatus {
  if (row.earliest > today) return 'not_yet';
  return row.overdue_from !== null && row.overdue_from <= today ? 'overdue' : 'due';
}
