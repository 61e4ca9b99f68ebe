import type { FamilyHomeQuery } from '../../data/generated/family.ts';

export type Child = FamilyHomeQuery['myChildren'][number];
type Forecast = Child['plan']['series'][number];

/** What stands on a child's card: the most urgent thing, and the doses it is about. */
export interface Turn {
  state: 'overdue' | 'due' | 'later' | 'done';
  doses: Forecast[];
  /** Recommended day of the first of them, YYYY-MM-DD. */
  date: string | null;
}

const RANK = { overdue: 0, due: 1, later: 2, done: 3 } as const;
const byDate = (a: Forecast, b: Forecast): number => ((a.recommended ?? '9') < (b.recommended ?? '9') ? -1 : 1);

/** Late doses first, with what can be given on the same visit; else what is due; else the next one to come. */
export function turnOf({ plan }: Child): Turn {
  const ready = plan.series.filter(({ status }) => status === 'due' || status === 'overdue').sort(byDate);
  if (ready.length > 0) {
    const state = ready.some(({ status }) => status === 'overdue') ? 'overdue' : 'due';
    return { state, doses: ready, date: ready[0]?.recommended ?? null };
  }
  const coming = plan.series.filter(({ status }) => status === 'not_yet').sort(byDate);
  const next = plan.nextDate ?? coming[0]?.recommended ?? null;
  if (next === null) return { state: 'done', doses: [], date: null };
  const first = coming.filter(({ recommended }) => recommended === next);
  return { state: 'later', doses: first.length > 0 ? first : coming.slice(0, 1), date: next };
}

/** Whose turn it is first; among equals the earlier date. */
export function byTurn(a: Child, b: Child): number {
  const [x, y] = [turnOf(a), turnOf(b)];
  return RANK[x.state] - RANK[y.state] || (x.date ?? '9').localeCompare(y.date ?? '9');
}
