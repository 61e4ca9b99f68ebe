import { audit, type Em, publish, type Services } from '@miaoben/kernel';
import { lockPerson } from '../person/person.repository.ts';
import { PLATFORM } from '../progress/case-step.ts';
import { advanceBirthFile } from './birth.advance.ts';
import { dueBirths, lockBirth } from './birth.repository.ts';

const BATCH = 200;

/** Hands one file over whose day has come. @returns false when somebody did so meanwhile */
async function handOver(em: Em, services: Pick<Services, 'keyring' | 'clock'>, personId: string): Promise<boolean> {
  const person = await lockPerson(em, personId, { reach: { kind: 'all' }, organisation: undefined });
  const birth = person && (await lockBirth(em, personId));
  if (birth?.state !== 'filed' || birth.push_on > services.clock.today()) return false;
  const isHere = person!.managing_org_id === birth.obstetric_unit && person!.registration_state === 'active';
  const events = await advanceBirthFile(em, services, person!, birth, {
    action: isHere ? 'fall_due' : 'settle',
    parties: ['clock'],
    actor: PLATFORM,
    pushOn: birth.push_on,
  });
  await publish(em, events);
  await audit(em, PLATFORM, 'birth files pushed', personId);
  return true;
}

/**
 * Hands birth files to their clinics whose day has come, each in a transaction of its own: what a stop leaves over the next run does.
 * @returns how many
 */
export async function pushDueBirths(services: Pick<Services, 'orm' | 'keyring' | 'clock'>): Promise<number> {
  const em = () => services.orm.em.fork() as Em;
  let done = 0;
  for (;;) {
    const due = await dueBirths(em(), services.clock.today(), BATCH);
    for (const id of due) if (await em().transactional((inner) => handOver(inner as Em, services, id))) done += 1;
    if (due.length < BATCH) return done;
  }
}
