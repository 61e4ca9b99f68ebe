import { useState } from 'preact/hooks';
import { CorrectCollectionBatch } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/collection.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { FileList } from './file-list.tsx';
import { useUpload } from './use-upload.ts';

/** Takes the mended rows, or the whole batch anew; the check runs again by itself. */
export function MendDialog({
  batch,
  onClose,
}: {
  batch: { id: string; state: string };
  onClose: (changed: boolean) => void;
}) {
  const isUnreadable = batch.state === 'failed';
  const [how, setHow] = useState(isUnreadable ? 'whole' : 'rows');
  const [files, setFiles] = useState<File[]>([]);
  const [missing, setMissing] = useState(false);
  const { going, problem, send } = useUpload();
  const save = async () => {
    setMissing(files.length === 0);
    if (files.length === 0) return;
    const input = files.map(({ name, size }) => ({ name, size }));
    const id = await send(files, async () => {
      const answer = await mutate(CorrectCollectionBatch, {
        commandId: newId(),
        id: batch.id,
        whole: how === 'whole',
        files: input,
      });
      return answer.ok ? { ok: true, data: answer.data.correctCollectionBatch } : answer;
    });
    if (id) onClose(true);
  };
  return (
    <FormDialog
      title={t('batch.mend')}
      saveText={t('batch.upload')}
      busy={going !== null}
      onSave={save}
      onClose={() => onClose(false)}
    >
      <div class="stack">
        {!isUnreadable && (
          <Segmented
            legend={t('batch.mendHow')}
            value={how}
            options={[
              { value: 'rows', label: t('batch.mendRows') },
              { value: 'whole', label: t('batch.mendWhole') },
            ]}
            onChange={setHow}
          />
        )}
        {how === 'rows' && <p class="muted small">{t('batch.mendRowsHint')}</p>}
        <FileList files={files} going={going} onChange={setFiles} />
        {missing && (
          <Notice tone="bad" alert>
            {t('batch.noFile')}
          </Notice>
        )}
        {problem && <ErrorBox problem={problem} />}
      </div>
    </FormDialog>
  );
}
