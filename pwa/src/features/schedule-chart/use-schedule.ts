import { useEffect, useState } from 'preact/hooks';
import { refreshSchedule } from '../../offline/schedule-fetch.ts';
import { heldDocumentId, heldSchedule } from '../../offline/schedule-held.ts';

interface Shown {
  /** undefined while it comes */
  document: unknown;
  layers: readonly unknown[];
  hasFailed: boolean;
}

/** The active schedule document, taken over first when there is a network. */
export function useSchedule(): Shown {
  const [state, setState] = useState<Shown>({ document: undefined, layers: [], hasFailed: false });
  const documentId = heldDocumentId.value;
  useEffect(() => {
    void refreshSchedule();
  }, []);
  useEffect(() => {
    let isStale = false;
    heldSchedule().then(
      ({ document, layers }) => !isStale && setState({ document, layers, hasFailed: false }),
      () => !isStale && setState({ document: undefined, layers: [], hasFailed: true }),
    );
    return () => {
      isStale = true;
    };
  }, [documentId]);
  return state;
}
