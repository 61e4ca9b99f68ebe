import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { type AdverseEventFileKind, AefiFileUrl, AnnounceAefiFile } from '../../data/generated/aefi.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { uploadFile } from '../../data/upload.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Progress } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Case } from './case-screen.tsx';

const KINDS: readonly AdverseEventFileKind[] = ['medical_record', 'attachment'];

/** Papers of a case: the hospital's case file for the experts, others for whoever works on it. */
export function Files({ of, onChanged }: { of: Case; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const mayAdd = account.value?.role !== 'inspector';
  const isLocked = of.files.some(({ mayOpen }) => !mayOpen);
  return (
    <section class="card no-print">
      <div class="row-between">
        <h2>{t('files.title')}</h2>
        {mayAdd && (
          <Button icon="plus" onClick={() => setOpen(true)}>
            {t('files.add')}
          </Button>
        )}
      </div>
      {of.files.length === 0 && <p class="muted">{t('files.none')}</p>}
      <ul class="aefi-list">
        {of.files.map(({ id, kind, name, addedAt, mayOpen }) => (
          <li key={id} class="row-between">
            <span class="aefi-cell">
              <bdi>{name}</bdi>
              <span class="muted small">
                {t(`files.kind.${kind}`)} <span class="number">{formatInstant(addedAt)}</span>
              </span>
            </span>
            {mayOpen && (
              <Button
                icon="download"
                label={t('files.openOf', { name })}
                onClick={() =>
                  void download(AefiFileUrl, { fileId: id }, (d) => d.adverseEventFileUrl).then(setProblem)
                }
              >
                {t('files.open')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isLocked && <p class="muted small">{t('files.locked')}</p>}
      {problem && <ErrorBox problem={problem} />}
      {isOpen && <AddDialog of={of} onClose={() => setOpen(false)} onSaved={onChanged} />}
    </section>
  );
}

function AddDialog({ of, onClose, onSaved }: { of: Case; onClose: () => void; onSaved: () => void }) {
  const [kind, setKind] = useState<AdverseEventFileKind>('attachment');
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId, setCommandId] = useState(newId);
  const save = async () => {
    if (!file || share !== null) return;
    setProblem(null);
    setShare(0);
    const announced = await mutate(AnnounceAefiFile, {
      commandId,
      id: of.id,
      kind,
      fileName: file.name,
      size: file.size,
    });
    const url = announced.ok ? announced.data.announceAdverseEventFile.uploadUrl : null;
    // Without an address the file is there: it was the answer that got lost.
    const sent = announced.ok && url ? await uploadFile(url, file, setShare) : announced;
    setShare(null);
    if (!sent.ok) return setProblem(sent.problem);
    toast(t('files.added'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('files.add')} saveText={t('files.add')} busy={share !== null} onSave={save} onClose={onClose}>
      <Select
        label={t('files.kind')}
        value={kind}
        options={KINDS.map((value) => ({ value, label: t(`files.kind.${value}`) }))}
        onInput={(value) => setKind(value as AdverseEventFileKind)}
      />
      <FileDrop
        label={file?.name ?? t('files.drop')}
        accept=".pdf,.jpg,.jpeg,.png"
        onFile={(chosen) => {
          setFile(chosen);
          // Another file is another step.
          setCommandId(newId());
        }}
      />
      {share !== null && <Progress label={t('files.add')} value={share} />}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
