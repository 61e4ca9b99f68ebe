import './issuing.css';
import { useState } from 'preact/hooks';
import {
  CertificateSettings,
  type CertificateSettingsQuery,
  ChangeCertificateSettings,
  Me,
  type ReviewMode,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/issuing.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Segmented, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { Page } from '../session/shell.tsx';
import { PeopleSettingsPart } from './people-settings.tsx';
import { setBy, wholeNumber } from './setting-words.ts';

type Settings = CertificateSettingsQuery['certificateSettings'];

/** What holds for applications, certificates and fetches in a division (系统设置, Q-47). */
const SettingsPage: Screen = () => {
  const me = useData(Me, {});
  const divisions = me.data?.me.divisions ?? [];
  const [chosen, setChosen] = useState('');
  const division = chosen || divisions[0]?.code || '';
  return (
    <Page title={t('settings.title')} narrow>
      {me.problem && <ErrorBox problem={me.problem} onRetry={me.refresh} />}
      {divisions.length > 1 && (
        <Select
          label={t('settings.division')}
          value={division}
          onInput={setChosen}
          options={divisions.map(({ code, fullName }) => ({ value: code, label: fullName }))}
        />
      )}
      {division && (
        <OfDivision
          key={division}
          division={division}
          name={divisions.find(({ code }) => code === division)?.fullName ?? ''}
        />
      )}
      {division && (
        <PeopleSettingsPart
          key={`people ${division}`}
          division={division}
          name={divisions.find(({ code }) => code === division)?.fullName ?? ''}
        />
      )}
    </Page>
  );
};
export default SettingsPage;

function OfDivision({ division, name }: { division: string; name: string }) {
  const { data, problem, isLoading, refresh } = useData(CertificateSettings, { division });
  const settings = data?.certificateSettings;
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={5} />}
      <h2>{t('settings.certificates')}</h2>
      {settings && <p class="muted small">{setBy(settings, name)}</p>}
      {settings &&
        (account.value?.role === 'system_admin' ? (
          <Form key={settings.version} settings={settings} onSaved={refresh} />
        ) : (
          <Shown settings={settings} />
        ))}
    </>
  );
}

/** For those who may not change it: what holds, as text. */
function Shown({ settings }: { settings: Settings }) {
  return (
    <section class="card">
      <Notice>{t('settings.readOnly')}</Notice>
      <dl class="settings-facts">
        <div>
          <dt>{t('settings.review')}</dt>
          <dd>
            <strong>{t(`settings.review.${settings.review}`)}</strong>
            <p class="muted small">{t(`settings.review.${settings.review}.hint`)}</p>
          </dd>
        </div>
        {(['maxCertificates', 'fetchesPerDay', 'fetchesPerYear'] as const).map((key) => (
          <div key={key}>
            <dt>{t(`settings.${key}`)}</dt>
            <dd class="number">
              <strong>{settings[key]}</strong>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('settings.remindDays')}</dt>
          <dd class="number">
            <strong>{settings.remindDays.join(' · ')}</strong>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Form({ settings, onSaved }: { settings: Settings; onSaved: () => void }) {
  const [form, setForm] = useState(() => ({
    review: settings.review as string,
    maxCertificates: String(settings.maxCertificates),
    fetchesPerDay: String(settings.fetchesPerDay),
    fetchesPerYear: String(settings.fetchesPerYear),
    remindDays: settings.remindDays.join(' '),
  }));
  const [start] = useState(form);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useOpenForm(form !== start);
  const set = (key: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [key]: value }));
  const remindDays = form.remindDays
    .split(/[\s,，、]+/)
    .filter(Boolean)
    .map(wholeNumber);
  const values = {
    maxCertificates: wholeNumber(form.maxCertificates),
    fetchesPerDay: wholeNumber(form.fetchesPerDay),
    fetchesPerYear: wholeNumber(form.fetchesPerYear),
  };
  const isWhole = [...Object.values(values), ...remindDays].every((n) => !Number.isNaN(n));

  const save = async (event: Event) => {
    event.preventDefault();
    if (busy || !isWhole) return;
    setBusy(true);
    setProblem(undefined);
    const { division, version } = settings;
    const input = { division, version, review: form.review as ReviewMode, remindDays, ...values };
    const answer = await mutate(ChangeCertificateSettings, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('settings.saved'));
    onSaved();
  };
  const field = (key: 'maxCertificates' | 'fetchesPerDay' | 'fetchesPerYear') => (
    <TextField
      label={t(`settings.${key}`)}
      inputmode="numeric"
      value={form[key]}
      onInput={set(key)}
      error={Number.isNaN(values[key]) ? t('settings.wholeNumber') : fieldProblem(problem, key)}
    />
  );
  return (
    <form class="card" onSubmit={(event) => void save(event)} noValidate>
      <div class="stack-tight">
        <span>{t('settings.review')}</span>
        <Segmented
          legend={t('settings.review')}
          value={form.review}
          onChange={set('review')}
          options={[
            { value: 'automatic', label: t('settings.review.automatic') },
            { value: 'manual', label: t('settings.review.manual') },
          ]}
        />
        <p class="muted small">{t(`settings.review.${form.review as ReviewMode}.hint`)}</p>
      </div>
      {field('maxCertificates')}
      {field('fetchesPerDay')}
      {field('fetchesPerYear')}
      <TextField
        label={t('settings.remindDays')}
        hint={t('settings.remindDays.hint')}
        value={form.remindDays}
        onInput={set('remindDays')}
        error={remindDays.some(Number.isNaN) ? t('settings.wholeNumber') : fieldProblem(problem, 'remindDays')}
      />
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" busy={busy} disabled={!isWhole}>
        {common('action.save')}
      </Button>
    </form>
  );
}
