import { forecast, type GivenDose, type Schedule, type Subject } from '@miaoben/schedule';

/** What the engine is told of one child; its id says whose answer it is. */
export interface JudgedFile {
  id: string;
  subject: Subject;
  history: readonly GivenDose[];
}

/** A dose somebody should come for, by the engine. */
export interface DueItem {
  person: string;
  series: string;
  dose: number;
  status: 'due' | 'overdue';
  /** First day on which it could be given. */
  recommended: string;
  overdueFrom: string | null;
}

/** The due and overdue doses of one child on a day. */
export function dueOf({ id, subject, history }: JudgedFile, schedule: Schedule, day: string): DueItem[] {
  const items: DueItem[] = [];
  for (const { series, status, dose, recommended, overdueFrom } of forecast(subject, history, schedule, day)) {
    if ((status !== 'due' && status !== 'overdue') || dose === null || recommended === null) continue;
    items.push({ person: id, series, dose, status, recommended, overdueFrom });
  }
  return items;
}
