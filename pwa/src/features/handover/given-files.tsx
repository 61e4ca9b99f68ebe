import { useState } from 'preact/hooks';
import {
  DocumentHandovers,
  type DocumentHandoversQuery,
  HandOverDocument,
  TakeBackHandover,
} from '../../data/generated/files.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/handover.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { DAYS, daysTo, PURPOSES, type Purpose } from './purposes.ts';
import { type Recipient, RecipientField } from './recipient-field.tsx';

type Given = DocumentHandoversQuery['documentHandovers'][number];
const TONES: Record<Given['state'], Tone> = {
  open: 'good',
  expired: 'neutral',
  taken_back: 'neutral',
  file_ended: 'warn',
};

/** To whom the holder handed the sealed file, when each opened it, and the way to hand it over and take it back. */
export function GivenFiles({
  personId,
  certificateId,
  documentId,
}: {
  personId: string;
  certificateId: string;
  documentId: string;
}) {
  const { data, problem, refresh } = useData(DocumentHandovers, { certificateId });
  const [isGiving, setGiving] = useState(false);
  const given = data?.documentHandovers ?? [];
  return (
    <div class="stack">
      <div class="row">
        <Button icon="school" onClick={() => setGiving(true)}>
          {t('give.open')}
        </Button>
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {given.length > 0 && (
        <>
          <h3>{t('given.title')}</h3>
          <ul class="stack">
            {given.map((entry) => (
              <Entry key={entry.id} entry={entry} documentId={documentId} onChanged={refresh} />
            ))}
          </ul>
        </>
      )}
      {isGiving && (
        <GiveDialog
          personId={personId}
          documentId={documentId}
          onClose={(isGiven) => {
            setGiving(false);
            if (isGiven) refresh();
          }}
        />
      )}
    </div>
  );
}

function Entry({
  entry,
  documentId,
  onChanged,
}: {
  entry: Given;
  /** the file that stands now */
  documentId: string;
  onChanged: () => void;
}) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (act: () => Promise<{ ok: true } | { ok: false; problem: Problem }>) => {
    setBusy(true);
    setProblem(null);
    const answer = await act();
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onChanged();
  };
  const takeBack = () => send(() => mutate(TakeBackHandover, { commandId, id: entry.id }));
  const { recipientId: organisationId, purpose } = entry;
  const renew = () =>
    send(() =>
      mutate(HandOverDocument, { commandId, documentId, organisationId, purpose, days: daysTo(entry.openUntil) }),
    );
  return (
    <li class="stack-tight" data-handover={entry.state}>
      <div class="row-between">
        <strong>{entry.recipient}</strong>
        <Badge tone={TONES[entry.state]}>{t(`state.${entry.state}`)}</Badge>
      </div>
      <p class="muted small">
        {t(`purpose.${entry.purpose}`)} · {t('given.until', { date: formatDate(entry.openUntil) })} ·{' '}
        {entry.opened === 0 ? t('given.never') : t('given.opened', { count: entry.opened })}
      </p>
      <ul class="small">
        {entry.openings.map(({ id, at }) => (
          <li key={id}>{t('given.openedAt', { time: formatInstant(at) })}</li>
        ))}
      </ul>
      {problem && <ErrorBox problem={problem} />}
      {entry.isToRenew && (
        <>
          <p class="small">{t('given.renew.explain')}</p>
          <Button
            variant="primary"
            busy={busy}
            label={t('given.renew.of', { recipient: entry.recipient })}
            onClick={() => void renew()}
          >
            {t('given.renew')}
          </Button>
        </>
      )}
      {entry.state === 'open' && (
        <Button busy={busy} label={t('given.back.of', { recipient: entry.recipient })} onClick={() => void takeBack()}>
          {t('given.back')}
        </Button>
      )}
    </li>
  );
}

function GiveDialog({
  personId,
  documentId,
  onClose,
}: {
  personId: string;
  documentId: string;
  onClose: (isGiven: boolean) => void;
}) {
  const [commandId] = useState(newId);
  const [recipient, setRecipient] = useState<Recipient | null>(null);
  const [purpose, setPurpose] = useState<Purpose>('school_entry');
  const [days, setDays] = useState<number>(DAYS[0]);
  const [isMissing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async () => {
    setMissing(recipient === null);
    if (!recipient) return;
    setBusy(true);
    const answer = await mutate(HandOverDocument, {
      commandId,
      documentId,
      organisationId: recipient.id,
      purpose,
      days,
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('give.done', { recipient: recipient.name }));
    onClose(true);
  };
  return (
    <FormDialog
      title={t('give.open')}
      saveText={t('give.save')}
      busy={busy}
      onSave={save}
      onClose={() => onClose(false)}
    >
      <p class="muted">{t('give.explain')}</p>
      <RecipientField
        personId={personId}
        chosen={recipient}
        onChange={setRecipient}
        error={isMissing && !recipient ? t('give.needRecipient') : undefined}
      />
      <Select
        label={t('give.purpose')}
        value={purpose}
        options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))}
        onInput={(value) => setPurpose(PURPOSES.find((known) => known === value) ?? 'school_entry')}
      />
      <Select
        label={t('give.days')}
        value={String(days)}
        options={DAYS.map((count) => ({ value: String(count), label: t('give.days.of', { days: count }) }))}
        onInput={(value) => setDays(Number(value))}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
