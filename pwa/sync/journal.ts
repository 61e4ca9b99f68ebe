/** Why the server did not take a step: a code of its closed list, or `OFFLINE` when no answer came at all. */
export interface Refusal {
  readonly code: string;
}

export type EntryState = 'waiting' | 'sending' | 'done' | 'attention' | 'discarded';

/**
 * One thing done on this device that has to reach the server exactly once (ADR 9). What it says lies in `content`
 * (sealed at rest); the rest holds no personal data.
 */
export interface JournalEntry<Content, Problem extends Refusal = Refusal, Kind extends string = string> {
  /** Place in the journal; the store gives it. */
  seq: number;
  /** The server's key of this step: sending it again is harmless. */
  commandId: string;
  account: string;
  kind: Kind;
  /** Id of the person concerned: steps of one person are sent in order. */
  person: string;
  state: EntryState;
  createdAt: number;
  attempts: number;
  /** No try before this (ms since 1970). */
  nextAttemptAt: number;
  /** Why it waits or needs attention. */
  problem: Problem | null;
  /** Left for a supervisor, by whoever could not settle it. */
  handedOver: boolean;
  /** The command under which the supervisor of the unit was told of it; missing in entries of releases before this one. */
  told?: string | null;
  /** What the supervisor said when she handed it back. */
  returned?: string | null;
  /** When it was acknowledged, or given up. */
  settledAt: number | null;
  /** Why it was given up; a trace that stays. */
  discardReason: string | null;
  /** What the server said of a recorded dose. */
  outcome: { conflict: boolean; doseId: string | null } | null;
  content: Content;
}

export type Entry = JournalEntry<unknown>;

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** A fault of the server that comes this often is no accident: somebody has to look. */
const MOST_FAULTS = 6;
/** Acknowledged and given-up entries stay readable for so long. */
export const KEPT_MS = 7 * 86_400_000;

export const isOpen = ({ state }: Pick<Entry, 'state'>): boolean => state !== 'done' && state !== 'discarded';

/** The open entry before this one of the same person, for which it has to wait; null when it may go. */
export function blockedBy<E extends Entry>(entry: E, entries: readonly E[]): E | null {
  return entries.find((other) => other.seq < entry.seq && other.person === entry.person && isOpen(other)) ?? null;
}

/**
 * The entry to send now. `sending` ones count: only the sender sets that state, and it sends one at a time, so what it
 * finds in that state was cut off by a closed tab.
 */
export function nextEntry<E extends Entry>(entries: readonly E[], account: string, now: number): E | null {
  const inOrder = [...entries].sort((a, b) => a.seq - b.seq);
  return (
    inOrder.find(
      (entry) =>
        entry.account === account &&
        (entry.state === 'sending' || (entry.state === 'waiting' && entry.nextAttemptAt <= now)) &&
        blockedBy(entry, inOrder) === null,
    ) ?? null
  );
}

/** When the next entry may be tried; null when none waits for the clock. */
export function nextWake(entries: readonly Entry[], account: string): number | null {
  const times = entries
    .filter((e) => e.account === account && e.state === 'waiting' && blockedBy(e, entries) === null)
    .map((e) => e.nextAttemptAt);
  return times.length > 0 ? Math.min(...times) : null;
}

/** How long after the n-th failure: 2 s, doubled up to 5 min, ± 20 % so that a county's tablets do not come at once. */
export function backOff(attempts: number, random: number): number {
  const plain = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(plain * (0.8 + 0.4 * random));
}

/** What a refusal means: try again by itself, or let a person look. */
export function verdictOf(problem: Refusal, attempts: number): 'again' | 'attention' {
  switch (problem.code) {
    case 'OFFLINE':
    case 'UNAVAILABLE':
    case 'RATE_LIMITED':
    case 'UNAUTHENTICATED':
    case 'NOT_PERSISTED':
      return 'again';
    case 'INTERNAL':
      return attempts < MOST_FAULTS ? 'again' : 'attention';
    default:
      return 'attention';
  }
}

export const sending = <E extends Entry>(entry: E): E => ({ ...entry, state: 'sending', attempts: entry.attempts + 1 });

export type Reply<Problem extends Refusal = Refusal> =
  | { ok: true; outcome: Entry['outcome'] }
  | { ok: false; problem: Problem };

/** The entry after the server's reply, or after none came (`OFFLINE`). */
export function settled<E extends Entry>(
  entry: E,
  reply: Reply<NonNullable<E['problem']>>,
  now: number,
  random: number,
): E {
  if (reply.ok) {
    return { ...entry, state: 'done', problem: null, outcome: reply.outcome, settledAt: now, handedOver: false };
  }
  const { problem } = reply;
  if (verdictOf(problem, entry.attempts) === 'attention')
    return { ...entry, state: 'attention', problem, told: null, returned: null };
  return { ...entry, state: 'waiting', problem, nextAttemptAt: now + backOff(entry.attempts, random) };
}

/** Sends soon, whatever it waited for: the network came back, or somebody pressed the button. */
export const hurried = <E extends Entry>(entry: E): E =>
  entry.state === 'waiting' ? { ...entry, nextAttemptAt: 0 } : entry;

/** Tries a refused entry once more as it is. */
export const retried = <E extends Entry>(entry: E): E =>
  entry.state === 'attention'
    ? { ...entry, state: 'waiting', attempts: 0, nextAttemptAt: 0, handedOver: false }
    : entry;

/**
 * Whether an entry may be corrected or given up: the server refused it, or never saw it. One that was sent and not
 * answered may be there already.
 */
export const canChange = ({ state, attempts }: Pick<Entry, 'state' | 'attempts'>): boolean =>
  state === 'attention' || (state === 'waiting' && attempts === 0);

/** Takes a corrected content; as a new command, for the server refused the old one. It keeps its place in the order. */
export const corrected = <E extends Entry>(entry: E, content: E['content'], commandId: string): E =>
  canChange(entry)
    ? {
        ...entry,
        state: 'waiting',
        content,
        commandId,
        problem: null,
        attempts: 0,
        nextAttemptAt: 0,
        handedOver: false,
      }
    : entry;

/** As `corrected`, for another person: the file it was made for turned out to be somebody who was known already. */
export const repointed = <E extends Entry>(entry: E, person: string, content: E['content'], commandId: string): E => {
  const changed = corrected(entry, content, commandId);
  return changed === entry ? entry : { ...changed, person };
};

/** Gives an entry up; what it said and why it was given up stays readable. */
export const discarded = <E extends Entry>(entry: E, reason: string, now: number): E =>
  canChange(entry) ? { ...entry, state: 'discarded', discardReason: reason, settledAt: now, handedOver: false } : entry;

/** Leaves a refused entry for a supervisor: it stays, flagged. */
export const handedOver = <E extends Entry>(entry: E): E =>
  entry.state === 'attention' ? { ...entry, handedOver: true } : entry;

/** Entries that were settled long ago, and whose supervisor knows it. */
export const expiredEntries = <E extends Entry>(entries: readonly E[], now: number): E[] =>
  entries.filter((e) => e.settledAt !== null && now - e.settledAt > KEPT_MS && !e.told);

export interface JournalSummary {
  /** waiting or being sent */
  waiting: number;
  attention: number;
  conflicts: number;
}

export function summaryOf(entries: readonly Entry[]): JournalSummary {
  return {
    waiting: entries.filter((e) => e.state === 'waiting' || e.state === 'sending').length,
    attention: entries.filter((e) => e.state === 'attention').length,
    conflicts: entries.filter((e) => e.state === 'done' && e.outcome?.conflict).length,
  };
}
