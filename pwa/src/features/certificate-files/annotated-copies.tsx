import { useState } from 'preact/hooks';
import { MakeAnnotatedCopy } from '../../data/generated/files.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { addressOfFile, type CertificateFile, fetchFile, TONES } from './certificate-file.ts';
import { PreviewDialog } from './preview-dialog.tsx';

/** Copies for one purpose, until one day (加注件). */
export function AnnotatedCopies({
  certificateId,
  copies,
  mayMake,
  onMade,
}: {
  certificateId: string;
  copies: readonly CertificateFile[];
  mayMake: boolean;
  onMade: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  const [looking, setLooking] = useState<CertificateFile | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <div class="stack">
      <h3>{t('copy.title')}</h3>
      <p class="muted small">{t('copy.explain')}</p>
      {problem && <ErrorBox problem={problem} />}
      {copies.length === 0 && <p class="muted">{t('copy.none')}</p>}
      <ul class="stack">
        {copies.map((copy) => (
          <li key={copy.id} class="row-between" data-copy={copy.state}>
            <span>
              <bdi>{t('copy.line', { purpose: copy.purpose ?? '' })}</bdi>
              <br />
              <span class="muted small">{t('copy.valid', { date: formatDate(copy.validUntil ?? '') })}</span>
            </span>
            {copy.state !== 'sealed' && <Badge tone={TONES[copy.state]}>{t(`state.${copy.state}`)}</Badge>}
            {copy.state === 'sealed' && isOver(copy) && <Badge tone="neutral">{t('copy.over')}</Badge>}
            {copy.state === 'sealed' && !isOver(copy) && (
              <span class="row">
                <Button icon="search" onClick={() => setLooking(copy)}>
                  {t('preview.open')}
                </Button>
                <Button icon="download" onClick={() => void fetchFile(addressOfFile(copy.id), 'pdf').then(setProblem)}>
                  {t('file.pdf')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {mayMake && (
        <div class="row">
          <Button onClick={() => setAsking(true)}>{t('copy.make')}</Button>
        </div>
      )}
      {looking && (
        <PreviewDialog
          addressOf={addressOfFile(looking.id)}
          title={t('copy.line', { purpose: looking.purpose ?? '' })}
          onClose={() => setLooking(null)}
        />
      )}
      {isAsking && (
        <CopyDialog
          certificateId={certificateId}
          onClose={() => setAsking(false)}
          onMade={() => {
            setAsking(false);
            onMade();
          }}
        />
      )}
    </div>
  );
}

const isOver = ({ validUntil }: CertificateFile): boolean => (validUntil ?? '') < todayInChina();

function CopyDialog({
  certificateId,
  onClose,
  onMade,
}: {
  certificateId: string;
  onClose: () => void;
  onMade: () => void;
}) {
  const [purpose, setPurpose] = useState('');
  const [validUntil, setValidUntil] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const save = async () => {
    setBusy(true);
    const answer = await mutate(MakeAnnotatedCopy, { commandId, certificateId, purpose, validUntil });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onMade();
  };
  return (
    <FormDialog title={t('copy.make')} saveText={t('copy.save')} busy={busy} onSave={save} onClose={onClose}>
      <p class="muted">{t('copy.explain')}</p>
      <TextField
        label={t('copy.purpose')}
        hint={t('copy.purpose.hint')}
        name="purpose"
        maxLength={40}
        value={purpose}
        onInput={setPurpose}
      />
      <DateField label={t('copy.until')} value={validUntil} min={todayInChina()} onInput={setValidUntil} />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
