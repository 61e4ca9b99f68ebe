import { addDays, type GivenDose, remainingDoses, type Schedule, type Subject } from '@miaoben/schedule';

export interface Child {
  readonly subject: Subject;
  readonly history: readonly GivenDose[];
}

export const DAY = '2026-11-20';
const DOSES = 24;
/** Girls old enough for all doses of the programme, young enough for HPV. */
const FIRST_BIRTH = '2011-11-10';

/** The same numbers in every run (mulberry32). */
export function numbers(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Girls with 24 doses each, every dose up to three weeks late, the records in no order; the same for a seed. */
export function children(count: number, schedule: Schedule, seed: number): Child[] {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, i) => {
    const birthDate = addDays(FIRST_BIRTH, Math.floor(next() * 300));
    const subject: Subject = { birthDate, sex: 'F', division: '320102', conditions: [] };
    const planned = remainingDoses(subject, [], schedule, birthDate).slice(0, DOSES);
    const history = planned.map((dose, n) => ({
      id: `${i}-${n}`,
      vaccine: dose.products[Math.floor(next() * dose.products.length)]!,
      date: addDays(dose.date, Math.floor(next() * 21)),
    }));
    for (let n = history.length - 1; n > 0; n -= 1) {
      const m = Math.floor(next() * (n + 1));
      [history[n], history[m]] = [history[m]!, history[n]!];
    }
    return { subject, history };
  });
}
