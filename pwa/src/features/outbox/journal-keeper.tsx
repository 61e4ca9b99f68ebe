import { useJournal } from './use-journal.ts';

/** Keeps the journal open and sends it, whatever page is shown. */
export function JournalKeeper(): null {
  useJournal();
  return null;
}
