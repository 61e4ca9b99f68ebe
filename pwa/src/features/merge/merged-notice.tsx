import { useState } from 'preact/hooks';
import { UnmergePerson } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/merge.ts';
import { newId } from '../../offline/ids.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';

/** On a file that was merged into another one: where its record stands now, and the way back. */
export function MergedNotice({
  personId,
  survivorId,
  onChanged,
}: {
  personId: string;
  survivorId: string;
  onChanged: () => void;
}) {
  return (
    <Notice tone="warn" title={t('merged.title')}>
      <p>{t('merged.explain')}</p>
      <div class="row no-print">
        <ButtonLink href={`#/child/${survivorId}`}>{t('merged.open')}</ButtonLink>
        <UndoMerge mergedId={personId} label={t('merged.undo')} onUndone={onChanged} />
      </div>
    </Notice>
  );
}

/** A button that parts a merged file again, after asking. */
export function UndoMerge({ mergedId, label, onUndone }: { mergedId: string; label: string; onUndone: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon="undo" label={label} onClick={() => setAsking(true)}>
        {t('merged.undo')}
      </Button>
      {asking && (
        <UndoDialog
          mergedId={mergedId}
          onClose={() => setAsking(false)}
          onUndone={() => {
            setAsking(false);
            onUndone();
          }}
        />
      )}
    </>
  );
}

function UndoDialog({ mergedId, onClose, onUndone }: { mergedId: string; onClose: () => void; onUndone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(UnmergePerson, { commandId, mergedId });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('merged.undone'));
    onUndone();
  };
  return (
    <Dialog
      title={t('merged.undoTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void confirm()}>
            {t('merged.undo')}
          </Button>
        </>
      }
    >
      <p>{t('merged.undoAsk')}</p>
      {problem?.reason === 'duplicate' ? (
        <Notice tone="bad" alert>
          {t('merged.duplicate')}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
    </Dialog>
  );
}
