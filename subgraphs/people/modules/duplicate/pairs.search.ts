import { type Em, newId, type Services } from '@miaoben/kernel';
import {
  beginPairRun,
  endPairRun,
  filesBorn,
  keepPairs,
  lastPairRun,
  nextBirthDate,
  notePairs,
} from './pairs.repository.ts';
import { likelyPairs } from './pairs.rules.ts';

type Base = Pick<Services, 'clock'>;
/** Files come and change all the time; who enters one is told at once, the search over all is repeated. */
const REPEAT_MS = 7 * 86_400_000;
const FILES_A_STEP = 500;
const DATES_A_STEP = 50;

/** Begins a search over all files a week after the last one began. @returns false when none is due */
export async function beginDueSearch(em: Em, { clock }: Base): Promise<boolean> {
  const at = clock.instant();
  const last = await lastPairRun(em);
  if (last && (last.state === 'running' || at.getTime() - Date.parse(last.started_at) < REPEAT_MS)) return false;
  return beginPairRun(em, newId(), at);
}

/** Compares the files of the next birth dates; a restart goes on there. @returns false when no search is under way */
export async function searchStep(em: Em, { clock }: Base): Promise<boolean> {
  const run = await lastPairRun(em);
  if (run?.state !== 'running') return false;
  let last = run.last_birth;
  // Dates with few files go together; one that fills a step stands alone.
  for (let compared = 0, dates = 0; compared < FILES_A_STEP && dates < DATES_A_STEP; dates++) {
    const birthDate = await nextBirthDate(em, last);
    if (birthDate === undefined) {
      await endPairRun(em, run.id, clock.instant());
      return true;
    }
    const files = await filesBorn(em, birthDate);
    const { pairs, skipped } = likelyPairs(files);
    await keepPairs(em, birthDate, pairs, clock.instant());
    await notePairs(em, run.id, birthDate, files.length, skipped);
    last = birthDate;
    compared += files.length;
  }
  return true;
}
