import { isOpen } from '@miaoben/sync';
import type {
  ConsentEntry,
  DoseEntry,
  HealthFactEntry,
  NotGivenEntry,
  PersonEntry,
  PlainEntry,
  WithdrawalEntry,
} from '../../offline/outbox-content.ts';
import type { PackFact } from '../../offline/packs-rows.ts';

/** What of the journal a pack (or an answer) of that time does not hold yet. */
export function notYetIn<E extends PlainEntry>(entries: readonly E[], takenAt: number): E[] {
  return entries.filter((e) => isOpen(e) || (e.state === 'done' && e.settledAt !== null && e.settledAt > takenAt));
}

export const personEntryOf = (entries: readonly PlainEntry[], person: string): PersonEntry | undefined =>
  entries.find((e): e is PersonEntry => e.kind === 'createPerson' && e.person === person);

export const doseEntriesOf = (entries: readonly PlainEntry[], person: string): DoseEntry[] =>
  entries.filter((e): e is DoseEntry => e.kind === 'recordDose' && e.person === person);

/** What this device recorded of one child. */
export interface OwnEntries {
  doses: readonly DoseEntry[];
  facts: readonly HealthFactEntry[];
  notGiven: readonly NotGivenEntry[];
  consents: readonly ConsentEntry[];
  withdrawals: readonly WithdrawalEntry[];
}

export const ownEntriesOf = (entries: readonly PlainEntry[], person: string): OwnEntries => ({
  doses: doseEntriesOf(entries, person),
  facts: entries.filter((e): e is HealthFactEntry => e.kind === 'recordHealthFact' && e.person === person),
  notGiven: entries.filter((e): e is NotGivenEntry => e.kind === 'recordNotGiven' && e.person === person),
  consents: entries.filter((e): e is ConsentEntry => e.kind === 'signConsent' && e.person === person),
  withdrawals: entries.filter((e): e is WithdrawalEntry => e.kind === 'withdrawConsent' && e.person === person),
});

/** The health facts of a child as this device knows them, for the engine: those of the pack and its own. */
export const factsOnDevice = (packed: readonly PackFact[], own: readonly HealthFactEntry[]): PackFact[] => [
  ...packed,
  ...own.map(({ content: { input } }) => ({
    code: input.code,
    date: input.date,
    ...(input.until && { until: input.until }),
  })),
];
