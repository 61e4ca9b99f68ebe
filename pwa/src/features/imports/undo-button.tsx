import { useState } from 'preact/hooks';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/imports.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { type Batch, type ImportKind, KINDS, type KindName } from './kinds.ts';

/** Takes a whole import back while that is possible, once it was confirmed. */
export function UndoButton({
  kind,
  batch,
  until,
  onBatch,
}: {
  kind: KindName;
  batch: Batch;
  until: string;
  onBatch: (batch: Batch) => void;
}) {
  const [isAsking, setAsking] = useState(false);
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { undo }: ImportKind = KINDS[kind];
  if (!undo) return null;
  const run = async () => {
    setBusy(true);
    const answer = await undo(commandId, batch.id);
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setAsking(false);
    onBatch(answer.data);
  };
  return (
    <span class="row">
      <span class="muted small">{t('preview.undoUntil', { until: formatInstant(until) })}</span>
      <Button icon="undo" onClick={() => setAsking(true)}>
        {t('preview.undo')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('preview.undoTitle')}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{common('action.cancel')}</Button>
              <Button variant="danger" busy={busy} onClick={() => void run()}>
                {t('preview.undo')}
              </Button>
            </>
          }
        >
          <p>{t('preview.undoExplain')}</p>
          {problem?.reason === 'expired' ? (
            <p role="alert">{t('preview.undoLate')}</p>
          ) : (
            problem && <ErrorBox problem={problem} />
          )}
        </Dialog>
      )}
    </span>
  );
}
