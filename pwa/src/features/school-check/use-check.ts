import { useEffect } from 'preact/hooks';
import { SchoolCheck } from '../../data/generated/school.ts';
import { useData } from '../../data/use-data.ts';

const ASK_AGAIN_MS = 1_000;

/** A check with its counts, asked for again each second while it is under way. */
export function useCheck(id: string) {
  const state = useData(SchoolCheck, { id }, { keep: true });
  const { data, isLoading, refresh, takenAt } = state;
  const phase = data?.schoolCheck?.state;
  const isUnderWay = phase === 'uploading' || phase === 'reading';
  useEffect(() => {
    if (!isUnderWay || isLoading || takenAt !== undefined) return;
    const timer = setTimeout(refresh, ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isUnderWay, isLoading, takenAt, refresh]);
  return { ...state, check: data?.schoolCheck };
}
