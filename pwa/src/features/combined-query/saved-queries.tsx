import { useState } from 'preact/hooks';
import { DeleteQuery, type SavedFragment, SaveQuery } from '../../data/generated/query.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Query } from './query.ts';

type Columns = SavedFragment['columns'];

/** Templates: the own ones and those shared in the unit. */
export function SavedQueries({
  saved,
  onOpen,
  onChange,
}: {
  saved: readonly SavedFragment[];
  onOpen: (one: SavedFragment) => void;
  onChange: () => void;
}) {
  const [deleting, setDeleting] = useState<SavedFragment | null>(null);
  if (saved.length === 0) return <p class="muted">{t('saved.none')}</p>;
  return (
    <>
      <ul class="stack-tight query-saved">
        {saved.map((one) => (
          <li key={one.id} class="row-between">
            <span class="row">
              <strong>{one.name}</strong>
              {one.isShared && (
                <Badge tone="info">{one.isOwn ? t('saved.shared') : t('saved.by', { name: one.by.displayName })}</Badge>
              )}
            </span>
            <span class="row">
              <Button onClick={() => onOpen(one)}>{t('saved.open')}</Button>
              {one.isOwn && (
                <Button variant="quiet" onClick={() => setDeleting(one)}>
                  {t('saved.delete')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {deleting && (
        <DeleteDialog
          one={deleting}
          onClose={(isDone) => {
            setDeleting(null);
            if (isDone) onChange();
          }}
        />
      )}
    </>
  );
}

function DeleteDialog({ one, onClose }: { one: SavedFragment; onClose: (isDone: boolean) => void }) {
  const [commandId] = useState(newId);
  const [problem, setProblem] = useState<Problem>();
  const drop = async () => {
    const answer = await mutate(DeleteQuery, { commandId, id: one.id });
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('saved.deleted'));
    onClose(true);
  };
  return (
    <Dialog
      title={t('saved.confirm', { name: one.name })}
      onClose={() => onClose(false)}
      actions={
        <Button variant="danger" onClick={() => void drop()}>
          {t('saved.delete')}
        </Button>
      }
    >
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}

/** Names a query and keeps it; one that was opened can be rewritten. */
export function SaveDialog({
  query,
  columns,
  opened,
  onClose,
}: {
  query: Query;
  columns: Columns;
  /** the own template the query was opened from */
  opened: SavedFragment | null;
  onClose: (saved: SavedFragment | null) => void;
}) {
  const [name, setName] = useState(opened?.name ?? '');
  const [isShared, setShared] = useState(opened?.isShared ?? false);
  const [isRewrite, setRewrite] = useState(opened !== null);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async () => {
    setTried(true);
    if (name.trim() === '') return;
    setBusy(true);
    const id = opened && isRewrite ? opened.id : newId();
    const answer = await mutate(SaveQuery, {
      commandId: newId(),
      input: { id, name: name.trim(), isShared, query, columns },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('save.done'));
    onClose(answer.data.saveQuery.find((one) => one.id === id) ?? null);
  };
  const isOfName = problem?.field?.endsWith('name');
  return (
    <FormDialog
      title={t('save.title')}
      saveText={t('save.save')}
      busy={busy}
      onSave={save}
      onClose={() => onClose(null)}
    >
      <TextField
        label={t('save.name')}
        value={name}
        maxLength={40}
        autocomplete="off"
        error={
          isTried && name.trim() === '' ? t('save.nameMissing') : problem && isOfName ? problemText(problem) : undefined
        }
        onInput={setName}
      />
      <Checkbox checked={isShared} onChange={setShared}>
        {t('save.share')}
      </Checkbox>
      {opened && (
        <Checkbox checked={isRewrite} onChange={setRewrite}>
          {t('save.overwrite', { name: opened.name })}
        </Checkbox>
      )}
      {problem && !isOfName && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
