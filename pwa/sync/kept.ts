import { discarded, type Entry, isOpen } from './journal.ts';

/** What the supervisor of the unit did with an entry that was told to her. */
export interface SupervisorAnswer {
  readonly id: string;
  readonly state: 'taken' | 'set_aside' | 'handed_back';
  readonly note: string | null;
}

const needsPerson = ({ state }: Pick<Entry, 'state'>): boolean => state === 'attention';

/** Whether an entry was not refused itself, but waits behind one of the same person that was. */
export const isBehind = (entry: Entry, entries: readonly Entry[]): boolean =>
  !needsPerson(entry) &&
  entries.some((e) => e.person === entry.person && e.seq < entry.seq && needsPerson(e) && isOpen(entry));

/**
 * Entries to be told to the supervisor: the refused ones and what waits behind them, unless she knows them as they are. So nothing
 * typed is lost with the device; what merely waits for a network goes by itself.
 */
export const toKeep = <E extends Entry>(entries: readonly E[], account: string): E[] =>
  entries
    .filter((e) => e.account === account && e.told !== e.commandId && (needsPerson(e) || isBehind(e, entries)))
    .sort((a, b) => a.seq - b.seq);

/** Names under which entries were told that are settled by now: sent, given up, or corrected under another name. */
export const settledSinceTold = (entries: readonly Entry[], account: string): string[] =>
  entries.flatMap((e) => (e.account === account && e.told && (!isOpen(e) || e.told !== e.commandId) ? [e.told] : []));

/** The supervisor has it under this name. An entry that was refused again or corrected meanwhile is told anew. */
export const told = <E extends Entry>(entry: E, commandId: string): E =>
  entry.commandId === commandId && isOpen(entry) ? { ...entry, told: commandId } : entry;

/** The server knows that it is settled. */
export const forgotten = <E extends Entry>(entry: E, id: string): E =>
  entry.told === id && (!isOpen(entry) || entry.commandId !== id) ? { ...entry, told: null } : entry;

/**
 * Follows the supervisor. Taken or set aside: given up here, its trace says why; one that is being sent is left until the answer is
 * there. Handed back: it waits for who typed it, with the note.
 */
export function followed<E extends Entry>(entry: E, answer: SupervisorAnswer, words: string, now: number): E {
  if (entry.commandId !== answer.id || !isOpen(entry) || entry.state === 'sending') return entry;
  if (answer.state === 'handed_back') {
    return entry.returned === answer.note ? entry : { ...entry, handedOver: false, returned: answer.note };
  }
  const free = { ...entry, state: 'attention' as const };
  return { ...discarded(free, words, now), told: entry.told ?? answer.id };
}

/** A kept entry in the journal of whoever took it up: under its own command, so that sent twice it is done once. */
export const adopted = <E extends Entry>(entry: E, account: string): E =>
  isOpen(entry) && entry.account !== account
    ? { ...entry, account, told: null, returned: null, handedOver: false, attempts: 0, nextAttemptAt: 0 }
    : entry;
