import { type BackgroundWork, type Em, type Services, stepFailed } from '@miaoben/kernel';
import { inRounds } from '@miaoben/kernel/rounds';
import { CASE_SEALED } from './case-token.ts';
import { tellDose } from './national.port.ts';
import { claimToTell, noteTold } from './told-dose.repository.ts';

type Telling = Pick<Services, 'orm' | 'keyring' | 'clock' | 'config'>;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Tells the home province of one dose that was given here, or voided, over the national interface that found the person. The dose
 * goes by its id: told twice it is one there. Without an answer it is told again, later each time, at most an hour later.
 * @returns false when none waits
 */
export async function tellStep({ orm, keyring, clock, config }: Telling): Promise<boolean> {
  const em = () => orm.em.fork() as Em;
  const row = await claimToTell(em(), clock.instant());
  if (!row) return false;
  const answer = await tellDose(config, keyring.open(row.case_sealed, CASE_SEALED), row.dose_id, {
    date: row.given_on,
    vaccineCode: row.vaccine,
    lotNumber: row.lot_number,
    clinicName: row.clinic_name,
    province: row.province,
    state: row.state,
  });
  const at = clock.instant();
  const isRefused = 'refused' in answer;
  const isTold = 'receipt' in answer;
  const wait = Math.min(1_000 * 2 ** row.attempts, LONGEST_WAIT_MS);
  await noteTold(
    em(),
    row,
    {
      isTold,
      isRefused,
      failure: isRefused ? answer.refused : isTold ? null : answer.failure,
      next: isTold || isRefused ? null : new Date(at.getTime() + wait),
    },
    at,
  );
  return true;
}

/** Without a way to the national platform nothing is told; what is noted waits for one. */
export const startTelling = (services: Services): BackgroundWork =>
  inRounds(
    async () => services.config.provincesUrl !== '' && (await tellStep(services)),
    async (error) => stepFailed(services.log, error, {}, 'a dose could not be told to the home province'),
  );
