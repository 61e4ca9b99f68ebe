import { useState } from 'preact/hooks';
import { type DeathSource, MovingPerson, type MovingPersonQuery, ReportDeath } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/death.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { SOURCES } from './death-words.ts';

type Person = NonNullable<MovingPersonQuery['person']>;

/** 登记死亡 of one file (J-13): the unit in charge confirms it. */
const ReportDeathScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, refresh } = useData(MovingPerson, { id });
  const person = data?.person;
  return (
    <Page title={t('report.title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!person && !problem && <Skeleton lines={6} />}
      {person && (
        <p>
          <strong>
            <bdi>{person.name}</bdi>
          </strong>{' '}
          {common(`sex.${person.sex}`)} <span class="number">{formatDate(person.birthDate)}</span>
        </p>
      )}
      {person &&
        (person.registrationState === 'dead' ? (
          <Notice tone="warn">{t('report.dead')}</Notice>
        ) : (
          <Form person={person} />
        ))}
    </Page>
  );
};
export default ReportDeathScreen;

function Form({ person }: { person: Person }) {
  const [diedOn, setDiedOn] = useState('');
  const [source, setSource] = useState<DeathSource>('hospital');
  const [number, setNumber] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const today = currentDay();
  const isDayBad = diedOn === '' || diedOn < person.birthDate || diedOn > today;
  const submit = async () => {
    setTried(true);
    setProblem(null);
    if (isDayBad || number.trim() === '' || busy) return;
    setBusy(true);
    const input = { personId: person.id, diedOn, source, certificateNumber: number.trim() };
    const answer = await mutate(ReportDeath, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t(answer.data.reportDeath.state === 'claimed' ? 'report.done' : 'report.sent'));
    navigate('/deaths');
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Notice>{t('report.explain')}</Notice>
      <DateField
        label={t('report.died')}
        min={person.birthDate}
        max={today}
        value={diedOn}
        error={isTried && isDayBad ? t('report.diedBad') : undefined}
        onInput={setDiedOn}
      />
      <Select
        label={t('report.source')}
        value={source}
        options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
        onInput={(value) => setSource(value as DeathSource)}
      />
      <TextField
        label={t('report.certificate')}
        hint={t('report.certificateHint')}
        autocomplete="off"
        maxLength={40}
        value={number}
        error={isTried && number.trim() === '' ? t('report.certificateNeeded') : undefined}
        onInput={setNumber}
      />
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('report.submit')}
      </Button>
    </form>
  );
}
