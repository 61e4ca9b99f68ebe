import { useState } from 'preact/hooks';
import {
  ActivateLicenceType,
  ArchiveLicenceType,
  DecideLicenceType,
  type LicenceTypeVersionPartsFragment,
  SubmitLicenceType,
} from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/licence.ts';
import { newId } from '../../offline/ids.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

export type Move = 'submit' | 'approve' | 'refuse' | 'activate' | 'archive';
const TOASTS = {
  submit: 'version.submitted.toast',
  approve: 'version.approved.toast',
  refuse: 'version.refused.toast',
  activate: 'version.activated.toast',
  archive: 'version.archived.toast',
} as const;

function send(move: Move, key: { commandId: string; typeCode: string; version: number }, note: string) {
  switch (move) {
    case 'submit':
      return mutate(SubmitLicenceType, key);
    case 'activate':
      return mutate(ActivateLicenceType, key);
    case 'archive':
      return mutate(ArchiveLicenceType, key);
    default:
      return mutate(DecideLicenceType, { ...key, approved: move === 'approve', note: note || null });
  }
}

/** Asks before a version moves on: what happens then, and words where they are needed. */
export function MoveDialog({
  move,
  version,
  onClose,
  onMoved,
}: {
  move: Move;
  version: LicenceTypeVersionPartsFragment;
  onClose: () => void;
  onMoved: () => void;
}) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const confirm = async () => {
    if (move === 'refuse' && note.trim() === '') return setMissing(true);
    setBusy(true);
    const answer = await send(move, { commandId, typeCode: version.typeCode, version: version.version }, note.trim());
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t(TOASTS[move]));
    onMoved();
  };
  return (
    <FormDialog
      title={`${t(`version.${move}`)} · ${t('version.n', { version: version.version })}`}
      saveText={t(`version.${move}`)}
      busy={busy}
      isDanger={move === 'refuse' || move === 'archive'}
      onSave={confirm}
      onClose={onClose}
    >
      {(move === 'submit' || move === 'activate' || move === 'archive') && (
        <Notice tone={move === 'submit' ? 'info' : 'warn'}>{t(`version.${move}Ask`)}</Notice>
      )}
      {(move === 'approve' || move === 'refuse') && (
        <TextArea
          label={t(move === 'refuse' ? 'version.refuseNote' : 'version.decisionNote')}
          value={note}
          maxLength={200}
          rows={3}
          optional={move === 'approve'}
          error={missing && note.trim() === '' ? t('edit.needed') : undefined}
          onInput={setNote}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
