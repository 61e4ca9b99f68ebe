/** Before it nothing was recorded; a year that is still being typed (0002, 0020, 0202) is before it too. */
export const EARLIEST_DAY = '1900-01-01';

export type DayProblem = 'unfinished' | 'outside';

/**
 * What is wrong with a day as the browser's field tells it while it is typed: empty while a part is missing, and each digit of the year a day
 * of its own. @param last the last day that can be meant @returns null for a day to ask with
 */
export function dayProblem(text: string, first: string, last: string): DayProblem | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < EARLIEST_DAY) return 'unfinished';
  return text < first || text > last ? 'outside' : null;
}
