import { useState } from 'preact/hooks';
import { ChangePeopleSettings, PeopleSettings, type PeopleSettingsQuery } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/issuing.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { setBy, wholeNumber } from './setting-words.ts';

type Settings = PeopleSettingsQuery['peopleSettings'];

/** What holds for files in a division: bindings, births and moves. */
export function PeopleSettingsPart({ division, name }: { division: string; name: string }) {
  const { data, problem, isLoading, refresh } = useData(PeopleSettings, { division });
  const settings = data?.peopleSettings;
  return (
    <>
      <h2>{t('settings.people')}</h2>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={5} />}
      {settings && (
        <>
          <p class="muted small">{setBy(settings, name)}</p>
          <Form key={settings.version} settings={settings} onSaved={refresh} />
        </>
      )}
    </>
  );
}

const NUMBERS = ['maxBindings', 'pushDays', 'newbornDays', 'answerDays'] as const;
const BOXES = ['hbsagRequired', 'antiHbsRequired'] as const;

function Form({ settings, onSaved }: { settings: Settings; onSaved: () => void }) {
  const [numbers, setNumbers] = useState(() => ({
    maxBindings: String(settings.maxBindings),
    pushDays: String(settings.pushDays),
    newbornDays: String(settings.newbornDays),
    answerDays: String(settings.answerDays),
  }));
  const [boxes, setBoxes] = useState(() => ({
    hbsagRequired: settings.hbsagRequired,
    antiHbsRequired: settings.antiHbsRequired,
  }));
  const [start] = useState({ numbers, boxes });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useOpenForm(numbers !== start.numbers || boxes !== start.boxes);
  const values = {
    maxBindings: wholeNumber(numbers.maxBindings),
    pushDays: wholeNumber(numbers.pushDays),
    newbornDays: wholeNumber(numbers.newbornDays),
    answerDays: wholeNumber(numbers.answerDays),
  };
  const isWhole = NUMBERS.every((key) => !Number.isNaN(values[key]));

  const save = async (event: Event) => {
    event.preventDefault();
    if (busy || !isWhole) return;
    setBusy(true);
    setProblem(undefined);
    const { division, version } = settings;
    const answer = await mutate(ChangePeopleSettings, {
      commandId: newId(),
      input: { division, version, ...boxes, ...values },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('settings.saved'));
    onSaved();
  };
  return (
    <form class="card" onSubmit={(event) => void save(event)} noValidate>
      {NUMBERS.map((key) => (
        <TextField
          key={key}
          label={t(`settings.${key}`)}
          inputmode="numeric"
          value={numbers[key]}
          onInput={(value) => setNumbers((old) => ({ ...old, [key]: value }))}
          error={Number.isNaN(values[key]) ? t('settings.wholeNumber') : fieldProblem(problem, key)}
        />
      ))}
      {BOXES.map((key) => (
        <Checkbox
          key={key}
          checked={boxes[key]}
          onChange={(checked) => setBoxes((old) => ({ ...old, [key]: checked }))}
        >
          {t(`settings.${key}`)}
        </Checkbox>
      ))}
      {problem && !NUMBERS.some((key) => fieldProblem(problem, key)) && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" busy={busy} disabled={!isWhole}>
        {common('action.save')}
      </Button>
    </form>
  );
}
