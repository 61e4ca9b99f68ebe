import { isOpen } from '@miaoben/sync';
import type { Answer } from '../data/post.ts';
import type { Problem } from '../data/problem.ts';
import type { Contents } from './outbox-content.ts';
import { addEntry, journal } from './outbox-store.ts';

export type Saved<Data> =
  | { kind: 'saved'; data: Data }
  /** It lies in the journal and goes by itself. */
  | { kind: 'queued' }
  | { kind: 'refused'; problem: Problem };

const isUnanswered = ({ code }: Problem): boolean => code === 'OFFLINE' || code === 'UNAVAILABLE';

/**
 * Does one step on the server when it answers, else puts it into the journal, under the same command, so that a lost answer
 * never makes it twice. Behind steps of this child that wait already it queues up.
 */
export async function saveOrQueue<K extends keyof Contents, Data>(
  kind: K,
  person: string,
  content: Contents[K],
  commandId: string,
  send: () => Promise<Answer<Data>>,
): Promise<Saved<Data>> {
  const waits = journal.peek().some((entry) => entry.person === person && isOpen(entry));
  if (!waits && navigator.onLine) {
    const answer = await send();
    if (answer.ok) return { kind: 'saved', data: answer.data };
    if (!isUnanswered(answer.problem)) return { kind: 'refused', problem: answer.problem };
  }
  await addEntry(kind, person, content, commandId);
  return { kind: 'queued' };
}
