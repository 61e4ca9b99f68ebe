import { useState } from 'preact/hooks';
import { t } from '../../i18n/judgement.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { Trace as TraceComponent } from './trace.tsx';
import type { RecordView } from './view.ts';

/** Opens the steps by which the next dose of a series was worked out. */
export function SeriesTrace({ record, series }: { record: RecordView; series: string }) {
  // The steps need the engine's words for them: fetched by those who ask.
  const [Trace, setTrace] = useState<typeof TraceComponent | null>(null);
  const open = () => void import('./trace.tsx').then((module) => setTrace(() => module.Trace));
  return (
    <>
      <Button variant="quiet" icon="search" onClick={open}>
        {t('trace.open')}
      </Button>
      {Trace && (
        <Dialog title={t('trace.title', { name: seriesTitle(series) })} onClose={() => setTrace(null)}>
          <Trace record={record} about={{ series }} />
        </Dialog>
      )}
    </>
  );
}
