import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { CollectableTypes, StartCollectionBatch } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/collection.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { navigate } from '../../ui/router.tsx';
import { FileList } from './file-list.tsx';
import { useUpload } from './use-upload.ts';

/** Opens the form of a new batch; says so where the organisation has no right yet. */
export function StartBatch() {
  const { data, problem, refresh } = useData(CollectableTypes, {});
  const [isOpen, setOpen] = useState(false);
  const types = data?.collectableTypes ?? [];
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return null;
  if (types.length === 0) return <Notice>{t('batch.noRight')}</Notice>;
  return (
    <div class="row no-print">
      <Button variant="primary" icon="upload" onClick={() => setOpen(true)}>
        {t('batch.start')}
      </Button>
      {isOpen && <StartDialog types={types} onClose={() => setOpen(false)} />}
    </div>
  );
}

function StartDialog({ types, onClose }: { types: readonly { code: string; name: string }[]; onClose: () => void }) {
  const [type, setType] = useState(types[0]?.code ?? '');
  const [title, setTitle] = useState('');
  const [source, setSource] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const [missing, setMissing] = useState(false);
  const { going, problem, setProblem, send } = useUpload();
  const start = async () => {
    setMissing(files.length === 0);
    if (files.length === 0) return;
    const input = files.map(({ name, size }) => ({ name, size }));
    const id = await send(files, async () => {
      const answer = await mutate(StartCollectionBatch, { commandId: newId(), type, title, source, files: input });
      return answer.ok ? { ok: true, data: answer.data.startCollectionBatch } : answer;
    });
    if (id) navigate(`/collection/${id}`);
  };
  const about = problem ?? undefined;
  const titleProblem = fieldProblem(about, 'title');
  const sourceProblem = fieldProblem(about, 'source');
  return (
    <FormDialog
      title={t('batch.start')}
      saveText={t('batch.upload')}
      busy={going !== null}
      onSave={start}
      onClose={onClose}
    >
      <div class="stack">
        <Select
          label={t('batch.type')}
          value={type}
          options={types.map(({ code, name }) => ({ value: code, label: name }))}
          onInput={setType}
        />
        <div>
          <Button
            icon="download"
            onClick={() =>
              void download(
                CollectableTypes,
                {},
                (answer) => answer.collectableTypes.find((c) => c.code === type)?.templateUrl,
              ).then(setProblem)
            }
          >
            {t('batch.template')}
          </Button>
        </div>
        <TextField label={t('batch.name')} value={title} maxLength={100} error={titleProblem} onInput={setTitle} />
        <TextField
          label={t('batch.source')}
          hint={t('batch.sourceHint')}
          value={source}
          maxLength={60}
          error={sourceProblem}
          onInput={setSource}
        />
        <FileList files={files} going={going} onChange={setFiles} />
        {missing && (
          <Notice tone="bad" alert>
            {t('batch.noFile')}
          </Notice>
        )}
        {problem && !titleProblem && !sourceProblem && <ErrorBox problem={problem} />}
      </div>
    </FormDialog>
  );
}
