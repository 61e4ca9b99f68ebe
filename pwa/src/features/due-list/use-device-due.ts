import { useEffect, useState } from 'preact/hooks';
import { currentDay } from '../../offline/day.ts';
import type { DueItem } from '../../offline/judge-due.ts';
import { journal } from '../../offline/outbox-store.ts';
import { pack } from '../../offline/packs-data.ts';
import { heldDocumentId } from '../../offline/schedule-held.ts';
import { dueOnDevice } from './device-due.ts';

export interface DeviceDue {
  /** Every due and overdue dose of the pack, by date; null until they are judged. */
  items: readonly DueItem[] | null;
  /** Share of the children judged, 0 to 1, while the judge works. */
  progress: number | null;
  hasFailed: boolean;
}

const NOTHING: DeviceDue = { items: null, progress: null, hasFailed: false };

/** The due list of the pack, judged beside the page; made anew when pack, journal, day or schedule change. */
export function useDeviceDue(isWanted: boolean): DeviceDue {
  const [state, setState] = useState(NOTHING);
  const held = pack.value;
  const entries = journal.value;
  const documentId = heldDocumentId.value;
  const day = currentDay();
  useEffect(() => {
    if (!isWanted || !held) return setState(NOTHING);
    const ending = new AbortController();
    const show = (change: Partial<DeviceDue>) => {
      if (!ending.signal.aborted) setState((old) => ({ ...old, ...change }));
    };
    show({ progress: 0, hasFailed: false });
    dueOnDevice(held, entries, day, (progress) => show({ progress }), ending.signal).then(
      (items) => items && show({ items, progress: null }),
      () => show({ progress: null, hasFailed: true }),
    );
    return () => ending.abort();
  }, [isWanted, held, entries, documentId, day]);
  return state;
}
