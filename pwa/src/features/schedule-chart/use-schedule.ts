import { useEffect, useState } from 'preact/hooks';
import { refreshSchedule } from '../../offline/schedule-fetch.ts';
import { heldDocumentId, heldSchedule } from '../../offline/schedule-held.ts';

/** The active schedule document, taken over first when there is a network; undefined while it comes. */
export function useSchedule(): { document: unknown; hasFailed: boolean } {
  const [state, setState] = useState<{ document: unknown; hasFailed: boolean }>({
    document: undefined,
    hasFailed: false,
  });
  const documentId = heldDocumentId.value;
  useEffect(() => {
    void refreshSchedule();
  }, []);
  useEffect(() => {
    let isStale = false;
    heldSchedule().then(
      ({ document }) => !isStale && setState({ document, hasFailed: false }),
      () => !isStale && setState({ document: undefined, hasFailed: true }),
    );
    return () => {
      isStale = true;
    };
  }, [documentId]);
  return state;
}
