import type { DocumentState } from '../document/document.type.ts';
import { HandoverState } from './handover.type.ts';

/** Days a hand-over stays open: at least and at most; the screen proposes 30. */
export const DAYS = { min: 1, max: 90 } as const;
const DAY_MS = 86_400_000;

/** The last day of a hand-over that is open for some days, today the first. @param today YYYY-MM-DD */
export const lastDay = (today: string, days: number): string =>
  new Date(Date.parse(today) + (days - 1) * DAY_MS).toISOString().slice(0, 10);

/** What a hand-over rests on: its own row, the file and the certificate. */
export interface HandoverFacts {
  readonly taken_back_at: string | null;
  readonly open_until: string;
  readonly file_state: `${DocumentState}`;
  /** last day of an annotated copy; null: none */
  readonly file_until: string | null;
  readonly certificate_state: string;
  readonly certificate_expires_at: string;
}

/**
 * Whether the holder has to hand over the file anew: it ended while its days were running, and it is the last one this recipient was
 * given for this purpose. Copies for one purpose have nothing in their place.
 */
export const isToRenew = (
  row: Pick<HandoverFacts, 'open_until'> & { file_kind: 'certificate' | 'annotated'; is_latest: boolean },
  state: HandoverState,
  today: string,
): boolean =>
  state === HandoverState.file_ended && row.file_kind === 'certificate' && row.is_latest && row.open_until >= today;

/**
 * Where a hand-over stands. Only what is open is given; what the holder took back is called so, whatever else became of it.
 * @param today YYYY-MM-DD in Shanghai
 */
export function stateOf(facts: HandoverFacts, today: string, now: Date): HandoverState {
  if (facts.taken_back_at !== null) return HandoverState.taken_back;
  const stands = facts.certificate_state === 'valid' && new Date(facts.certificate_expires_at) > now;
  if (facts.file_state !== 'sealed' || !stands) return HandoverState.file_ended;
  const last = facts.file_until !== null && facts.file_until < facts.open_until ? facts.file_until : facts.open_until;
  return last < today ? HandoverState.expired : HandoverState.open;
}
