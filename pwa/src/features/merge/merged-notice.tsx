import { useState } from 'preact/hooks';
import { ClinicMergeFile, UnmergePerson } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/merge.ts';
import { newId } from '../../offline/ids.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';

/** On a cancelled file: it was merged into another, and that can be taken back. Nothing when it was not. */
export function MergedNotice({ personId, onChanged }: { personId: string; onChanged: () => void }) {
  const { data } = useData(ClinicMergeFile, { id: personId });
  const [asking, setAsking] = useState(false);
  const survivor = data?.person?.mergedInto;
  if (!survivor) return null;
  return (
    <Notice tone="warn" title={t('merged.title')}>
      <p>{t('merged.explain')}</p>
      <div class="row no-print">
        <ButtonLink href={`#/child/${survivor}`}>{t('merged.open')}</ButtonLink>
        <Button icon="undo" onClick={() => setAsking(true)}>
          {t('merged.undo')}
        </Button>
      </div>
      {asking && (
        <UndoDialog
          mergedId={personId}
          onClose={() => setAsking(false)}
          onUndone={() => {
            setAsking(false);
            onChanged();
          }}
        />
      )}
    </Notice>
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
