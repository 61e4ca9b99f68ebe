import { addDays, addYears, forecast, remainingDoses, type Schedule, type Subject } from '@miaoben/schedule';
import type { JudgedFile } from './judge-due.ts';

/** Ages in years at which made-up children are looked at: each meets other rules. */
const AGES = [12, 7, 6, 4, 2, 1];
const OLDEST = 12;
const ROUNDS = 20;

/**
 * Runs the engine on made-up children until it is compiled: the first of a pack are then judged nearly as fast as the later ones. They
 * come in the shape in which a page hands children over, for which the code is compiled.
 * @returns how many were judged
 */
export function warmUp(schedule: Schedule, day: string): number {
  const birth = addYears(day, -OLDEST);
  const child = (birthDate: string, sex: Subject['sex']): Subject => ({
    ...{ birthDate, sex, division: '', conditions: [], observations: [] },
  });
  const course = remainingDoses(child(birth, 'F'), [], schedule, birth);
  const files: JudgedFile[] = [];
  for (const age of AGES) {
    // The same course, moved to a child of that age.
    const later = (OLDEST - age) * 365;
    const history = course
      .map(({ date, products }, i) => ({ id: `warm-${i}`, date: addDays(date, later), vaccine: products[0] ?? '' }))
      .filter(({ date }) => date <= day);
    for (let round = 0; round < ROUNDS; round += 1) {
      // With a dose fewer each time: what is missing is judged too.
      const given = history.slice(0, history.length - (round % (history.length + 1)));
      const subject = child(addDays(birth, later), round % 2 === 0 ? 'F' : 'M');
      files.push({ id: `warm-${files.length}`, subject, history: given });
    }
  }
  for (const { subject, history } of structuredClone(files)) forecast(subject, history, schedule, day);
  return files.length;
}
