import { useState } from 'preact/hooks';
import { DivisionPath, DueSummary, NonConformingSummary } from '../../data/generated/desk.ts';
import { prefetch } from '../../data/use-data.ts';
import { t } from '../../i18n/desk.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.tsx';

/**
 * Takes the pages of the divisions below along, for a visit where there is no network: counts only, no person stands in them.
 * The page one is on is kept by being read.
 */
export function TakeAlong({ divisions }: { divisions: readonly string[] }) {
  const [done, setDone] = useState<number | null>(null);
  if (divisions.length === 0) return null;
  const take = async () => {
    if (done !== null) return;
    // One after the other: a superior's look must not crowd the line out.
    for (const [i, division] of divisions.entries()) {
      setDone(i);
      await prefetch(DueSummary, { division });
      await prefetch(NonConformingSummary, { division, from: null, to: null });
      await prefetch(DivisionPath, { code: division });
    }
    setDone(null);
    toast(t('catchUp.taken', { count: divisions.length }));
  };
  return (
    <Button icon="download" busy={done !== null} onClick={() => void take()}>
      {done === null ? t('catchUp.take') : t('catchUp.taking', { done, all: divisions.length })}
    </Button>
  );
}
