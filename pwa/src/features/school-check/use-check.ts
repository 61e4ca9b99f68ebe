import { SchoolCheck } from '../../data/generated/school.ts';
import { usePolled } from '../../data/use-polled.ts';

const ASK_AGAIN_MS = 1_000;

/** A check with its counts, asked for again each second while it is under way. */
export function useCheck(id: string) {
  const state = usePolled(
    SchoolCheck,
    { id },
    ({ schoolCheck }) => schoolCheck?.state === 'uploading' || schoolCheck?.state === 'reading',
    ASK_AGAIN_MS,
    { keep: true },
  );
  return { ...state, check: state.data?.schoolCheck };
}
