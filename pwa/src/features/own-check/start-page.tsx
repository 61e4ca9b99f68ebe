import { useState } from 'preact/hooks';
import { type EntryKind, RunOwnCheck } from '../../data/generated/checks.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/checks.ts';
import { todayInChina } from '../../i18n/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Segmented } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { type School, SchoolField } from './school-field.tsx';

const KINDS: readonly EntryKind[] = ['nursery', 'kindergarten', 'primary_school', 'transfer'];

/** One-key check of a child: school, kind of entry, day; then the report. */
const StartPage: Screen = ({ params: { id = '' } }) => {
  const [school, setSchool] = useState<School | null>(null);
  const [kind, setKind] = useState<EntryKind>('primary_school');
  const [date, setDate] = useState(todayInChina());
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async () => {
    setAsked(true);
    if (!school) return;
    setBusy(true);
    setProblem(undefined);
    const input = { personId: id, schoolId: school.id, entryKind: kind, checkDate: date };
    const answer = await mutate(RunOwnCheck, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    navigate(`/checks/${answer.data.runOwnCheck.id}`, { replace: true });
  };
  return (
    <Page title={t('own.title')} back={`/child/${id}`} narrow>
      <p class="muted">{t('own.intro')}</p>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void run();
        }}
      >
        <SchoolField
          school={school}
          onChange={setSchool}
          error={isAsked && !school ? t('own.needSchool') : undefined}
        />
        <Segmented
          legend={t('own.kind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(value) => setKind(value as EntryKind)}
        />
        <DateField label={t('own.date')} hint={t('own.dateHint')} value={date} onInput={setDate} />
        {problem && <ErrorBox problem={problem} />}
        <Button type="submit" variant="primary" icon="check" wide busy={busy}>
          {t('own.run')}
        </Button>
      </form>
      <div>
        <ButtonLink variant="quiet" icon="record" href="#/checks">
          {t('own.list')}
        </ButtonLink>
      </div>
    </Page>
  );
};
export default StartPage;
