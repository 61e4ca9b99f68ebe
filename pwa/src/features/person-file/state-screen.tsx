import { useState } from 'preact/hooks';
import {
  AdvanceFile,
  type AdvanceFileInput,
  ClinicFileState,
  type ClinicFileStateQuery,
  type FileAction,
} from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/file.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Segmented, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { Page } from '../session/shell.tsx';
import { CANCEL_REASONS, type CancelReason, faultsOfEnd } from './file-end.ts';

type File = NonNullable<ClinicFileStateQuery['person']>;
const ACTS = ['cancel', 'undo_cancel', 'delete', 'undo_delete'] as const satisfies FileAction[];
type Act = (typeof ACTS)[number];

/** 注销、取消注销 and logical deletion of one file (J-02). */
const FileStateScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, refresh } = useData(ClinicFileState, { id });
  const file = data?.person;
  return (
    <Page title={t('state.title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!file && !problem && <Skeleton lines={6} />}
      {file && <Standing file={file} />}
      {file && <Acts key={file.version} file={file} onDone={refresh} />}
    </Page>
  );
};
export default FileStateScreen;

function Standing({ file }: { file: File }) {
  const { ending } = file;
  const facts: [string, string | null][] = ending
    ? [
        [t('state.on'), formatDate(ending.on)],
        [t('state.reason'), t(`end.${ending.reason}`)],
        [t('state.diedOn'), ending.diedOn && formatDate(ending.diedOn)],
        [t('state.note'), ending.note],
        [t('state.deletedOn'), ending.deletedOn && formatDate(ending.deletedOn)],
      ]
    : [];
  return (
    <section class="card stack">
      <p class="row">
        <strong>
          <bdi>{file.name}</bdi>
        </strong>
        {common(`sex.${file.sex}`)} <span class="number">{formatDate(file.birthDate)}</span>
        <Badge tone={file.registrationState === 'active' ? 'info' : 'warn'}>
          {clinic(`person.state.${file.registrationState}`)}
        </Badge>
      </p>
      {facts.length > 0 && (
        <dl class="facts">
          {facts
            .filter(([, value]) => value)
            .map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      )}
    </section>
  );
}

function Acts({ file, onDone }: { file: File; onDone: () => void }) {
  const possible = ACTS.filter((act) => file.actions.includes(act));
  const [chosen, setChosen] = useState<Act | undefined>(possible[0]);
  if (!chosen) return <Notice>{t('state.byProcedure')}</Notice>;
  return (
    <>
      {possible.length > 1 && (
        <Segmented
          legend={t('state.what')}
          value={chosen}
          options={possible.map((act) => ({ value: act, label: t(`act.${act}`) }))}
          onChange={(act) => setChosen(act as Act)}
        />
      )}
      <Form key={chosen} file={file} act={chosen} onDone={onDone} />
    </>
  );
}

function Form({ file, act, onDone }: { file: File; act: Act; onDone: () => void }) {
  const today = currentDay();
  const [reason, setReason] = useState<CancelReason | ''>('');
  const [on, setOn] = useState(today);
  const [diedOn, setDiedOn] = useState('');
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const faults = faultsOfEnd({ act, reason, on, diedOn, note }, file.birthDate, today);
  const has = (fault: (typeof faults)[number]) => isTried && faults.includes(fault);
  useOpenForm(note.trim() !== '');
  const submit = async () => {
    setTried(true);
    setProblem(null);
    if (faults.length > 0 || busy) return;
    setBusy(true);
    const ending = act === 'cancel' && { reason: reason || null, on, diedOn: reason === 'dead' ? diedOn : null };
    const input: AdvanceFileInput = {
      id: file.id,
      expectedVersion: file.version,
      action: act,
      note: note.trim(),
      ...ending,
    };
    const answer = await mutate(AdvanceFile, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t(`done.${act}`));
    setNote('');
    onDone();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Notice tone={act === 'delete' ? 'warn' : 'info'}>{t(`explain.${act}`)}</Notice>
      {act === 'cancel' && (
        <>
          <Select
            label={t('state.reason')}
            value={reason}
            placeholder
            options={CANCEL_REASONS.map((value) => ({ value, label: t(`end.${value}`) }))}
            error={has('reason') ? t('state.reasonNeeded') : undefined}
            onInput={(value) => setReason(value as CancelReason)}
          />
          <DateField
            label={t('state.on')}
            value={on}
            max={today}
            error={has('on') ? t('state.dayBad') : undefined}
            onInput={setOn}
          />
          {reason === 'dead' && (
            <DateField
              label={t('state.diedOn')}
              value={diedOn}
              max={today}
              error={has('diedOn') ? t('state.dayBad') : undefined}
              onInput={setDiedOn}
            />
          )}
        </>
      )}
      <TextField
        label={t('state.note')}
        value={note}
        autocomplete="off"
        maxLength={200}
        error={has('note') ? t('state.noteNeeded') : undefined}
        onInput={setNote}
      />
      {problem && <ErrorBox problem={problem} />}
      <div class="give-save">
        <Button type="submit" variant="primary" wide busy={busy}>
          {t(`act.${act}`)}
        </Button>
      </div>
    </form>
  );
}
