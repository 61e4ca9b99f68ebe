import { type BackgroundWork, type Em, newId, type Services, stepFailed } from '@miaoben/kernel';
import { alone } from '@miaoben/kernel/alone';
import { inRounds } from '@miaoben/kernel/rounds';
import { beginDueSearch, searchStep } from '../duplicate/pairs.search.ts';
import { checkFiles } from './quality.check.ts';
import {
  beginRun,
  dropOtherRules,
  endRun,
  lastRun,
  nextFiles,
  noteProgress,
  takePending,
} from './quality.repository.ts';
import { RULE_SET } from './quality.rules.ts';
import { repairStep } from './repair.worker.ts';

type Base = Pick<Services, 'orm' | 'keyring' | 'clock'>;
const LOCK = 'people quality';
const BATCH = 500;
/** What depends on the day of the check (ages, dates to come) is found by looking at all files again. */
const REPEAT_MS = 7 * 86_400_000;

const inside = <T>({ orm }: Base, work: (em: Em) => Promise<T>): Promise<T> =>
  (orm.em.fork() as Em).transactional((inner) => work(inner as Em));

/** Checks the files that were written since. @returns false when none waits */
const checkPending = (base: Base): Promise<boolean> =>
  inside(base, async (em) => {
    const ids = await takePending(em, BATCH);
    if (ids.length > 0) await checkFiles(em, base, ids);
    return ids.length > 0;
  });

/** Begins a check of all files when the rules are other ones, or a week has gone by. @returns false when none is due */
async function beginDueRun(base: Base): Promise<boolean> {
  const { clock } = base;
  const at = clock.instant();
  return inside(base, async (em) => {
    const last = await lastRun(em);
    const isDue =
      !last || last.rule_version !== RULE_SET.version || at.getTime() - Date.parse(last.started_at) >= REPEAT_MS;
    if (!isDue || last?.state === 'running') return false;
    return beginRun(em, { id: newId(), version: RULE_SET.version, at, by: null });
  });
}

/** Takes the check of all files one batch further; a restart goes on where it stood. @returns false when none is under way */
const continueRun = (base: Base): Promise<boolean> =>
  inside(base, async (em) => {
    const run = await lastRun(em);
    if (run?.state !== 'running') return false;
    if (run.last_person === null)
      await dropOtherRules(
        em,
        RULE_SET.rules.map((r) => r.id),
      );
    const ids = await nextFiles(em, run.last_person, BATCH);
    const last = ids.at(-1);
    if (last === undefined) await endRun(em, run.id, base.clock.instant());
    else {
      await checkFiles(em, base, ids);
      await noteProgress(em, run.id, last, ids.length);
    }
    return true;
  });

/** Takes the oldest batch of repairs further. @returns false when none waits */
const repair = (base: Base): Promise<boolean> => inside(base, (em) => repairStep(em, base));

const search = (base: Base): Promise<boolean> => inside(base, (em) => searchStep(em, base));
const beginSearch = (base: Base): Promise<boolean> => inside(base, (em) => beginDueSearch(em, base));

// What somebody waits for comes first.
const WORK = [checkPending, repair, continueRun, beginDueRun, search, beginSearch] as const;

/** One step of what is to be done, by one process at a time. @returns false when nothing is, or another one is at it */
export async function qualityStep(base: Base): Promise<boolean> {
  let did = false;
  await alone(base.orm.em.fork() as Em, LOCK, async () => {
    for (const work of WORK) if (!did) did = await work(base);
  });
  return did;
}

export function watchQuality(services: Services): BackgroundWork {
  return inRounds(
    () => qualityStep(services),
    async (error) => {
      stepFailed(services.log, error, {}, 'the data check could not be taken further');
    },
  );
}
