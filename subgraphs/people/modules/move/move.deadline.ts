import { audit, type Em, publish, type Services } from '@miaoben/kernel';
import { lockPerson } from '../person/person.repository.ts';
import { PLATFORM } from '../progress/case-step.ts';
import { advance, isStale } from './move.advance.ts';
import { findMove, lateMoves, lockMove } from './move.repository.ts';

const BATCH = 200;

/** Ends one move nobody answered in time. @returns false when it was answered meanwhile */
async function lapse(em: Em, services: Pick<Services, 'keyring' | 'clock'>, id: string): Promise<boolean> {
  const seen = await findMove(em, id, null);
  const person = seen && (await lockPerson(em, seen.person_id, { reach: { kind: 'all' }, organisation: undefined }));
  const move = person && (await lockMove(em, id));
  if (!move || move.version !== seen.version) return false;
  const events = await advance(em, services, person, move, {
    action: isStale(person, move) ? 'void' : 'lapse',
    parties: ['clock'],
    actor: PLATFORM,
    answerBy: move.answer_by,
  });
  await publish(em, events);
  await audit(em, PLATFORM, 'moves without answer', move.person_id, { move: id });
  return true;
}

/**
 * Ends moves whose time to answer has passed, each in a transaction of its own: what a stop leaves over the next run does.
 * @returns how many
 */
export async function lapseMoves(services: Pick<Services, 'orm' | 'keyring' | 'clock'>): Promise<number> {
  const em = () => services.orm.em.fork() as Em;
  let done = 0;
  for (;;) {
    const late = await lateMoves(em(), services.clock.today(), BATCH);
    for (const id of late) if (await em().transactional((inner) => lapse(inner as Em, services, id))) done += 1;
    if (late.length < BATCH) return done;
  }
}
