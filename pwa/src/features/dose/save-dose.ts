import { RecordDose, type RecordDoseInput } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import type { Contents } from '../../offline/outbox-content.ts';
import { isOpen } from '../../offline/outbox-journal.ts';
import { addEntry, journal } from '../../offline/outbox-store.ts';

export type Saved =
  | { kind: 'saved'; conflict: boolean }
  /** It lies in the journal and goes by itself. */
  | { kind: 'queued' }
  | { kind: 'refused'; problem: Problem };

const isUnanswered = ({ code }: Problem): boolean => code === 'OFFLINE' || code === 'UNAVAILABLE';

/**
 * Records a dose: on the server when it answers, else in the journal, under the same command, so that a lost answer never
 * makes two doses. Behind steps of this child that wait already it queues up.
 */
export async function saveDose(
  commandId: string,
  input: RecordDoseInput,
  about: Omit<Contents['recordDose'], 'input'>,
): Promise<Saved> {
  const waits = journal.peek().some((entry) => entry.person === input.personId && isOpen(entry));
  if (!waits && navigator.onLine) {
    const answer = await mutate(RecordDose, { commandId, input });
    if (answer.ok) return { kind: 'saved', conflict: answer.data.recordDose.conflict };
    if (!isUnanswered(answer.problem)) return { kind: 'refused', problem: answer.problem };
  }
  await addEntry('recordDose', input.personId, { ...about, input }, commandId);
  return { kind: 'queued' };
}
