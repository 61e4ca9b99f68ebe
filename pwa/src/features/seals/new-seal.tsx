import { useState } from 'preact/hooks';
import { DrawSeal, SealIssuers, StartSealUpload } from '../../data/generated/desk.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { uploadFile } from '../../data/upload.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Progress } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMe } from '../administration/use-me.ts';

const ISSUERS = ['clinic', 'obstetric', 'cdc', 'issuer'];

/** Makes a seal, or replaces one: from a picture, or drawn for demonstrations. */
export function NewSeal({
  issuer,
  onClose,
  onDone,
}: {
  issuer: { issuerId: string; issuerName: string } | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const division = useMe().data?.me?.divisions[0]?.code ?? '';
  const issuers = useData(SealIssuers, { division }, { pause: division === '' || issuer !== null });
  const [issuerId, setIssuerId] = useState(issuer?.issuerId ?? '');
  const [name, setName] = useState(issuer ? t('seals.defaultName', { issuer: issuer.issuerName }) : '');
  const [share, setShare] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const choices = (issuers.data?.organisations.nodes ?? []).filter((o) => ISSUERS.includes(o.kind));
  const finish = () => {
    toast(t('seals.done'));
    onClose();
    onDone();
  };
  const choose = (id: string) => {
    setIssuerId(id);
    const chosen = choices.find((o) => o.id === id);
    if (chosen) setName(t('seals.defaultName', { issuer: chosen.name }));
  };
  const draw = async () => {
    setBusy(true);
    const answer = await mutate(DrawSeal, { commandId: newId(), issuerId });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    finish();
  };
  const take = async (file: File) => {
    setProblem(null);
    setShare(0);
    const input = { commandId: newId(), issuerId, name, fileName: file.name, size: file.size };
    const started = await mutate(StartSealUpload, input);
    const url = started.ok ? started.data.startSealUpload.uploadUrl : null;
    const sent = url ? await uploadFile(url, file, setShare) : started;
    setShare(null);
    if (!sent.ok) return setProblem(sent.problem);
    finish();
  };
  return (
    <Dialog
      title={issuer ? t('seals.replace.title') : t('seals.add')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button busy={busy} disabled={issuerId === ''} onClick={() => void draw()}>
            {t('seals.draw')}
          </Button>
        </>
      }
    >
      {issuer ? (
        <p>
          <bdi>{issuer.issuerName}</bdi>
        </p>
      ) : (
        <Select
          label={t('seals.issuer')}
          value={issuerId}
          onInput={choose}
          placeholder
          options={choices.map((o) => ({ value: o.id, label: o.name }))}
        />
      )}
      <TextField label={t('seals.name')} value={name} maxLength={60} onInput={setName} />
      {share === null ? (
        issuerId !== '' && (
          <FileDrop
            label={t('seals.upload')}
            hint={t('seals.upload.hint')}
            accept=".png"
            onFile={(file) => void take(file)}
          />
        )
      ) : (
        <Progress label={t('seals.sending')} value={share} />
      )}
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
