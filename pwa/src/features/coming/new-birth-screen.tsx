import './coming.css';
import { useState } from 'preact/hooks';
import { BirthRules, type BirthRulesQuery, OpenBirthFile } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/birth.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import { BirthForm } from './birth-form.tsx';
import { type BirthDraft, faultsOfBirth, inputOfBirth } from './new-birth.ts';

const CITY_DIGITS = 4;
const COUNTY_DIGITS = 6;

/** 产科建档 (S-10 to S-12): the newborn, the mother with her results, where the file goes. */
const NewBirthScreen: Screen = () => {
  const home = useClinic()?.home ?? '';
  const { data, problem, refresh } = useData(BirthRules, { division: home }, { pause: home === '' });
  const rules = data?.peopleSettings;
  return (
    <Page title={t('form.title')} back="/births" narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!rules && !problem && <Skeleton lines={8} />}
      {rules && <Filing home={home} rules={rules} />}
    </Page>
  );
};
export default NewBirthScreen;

const emptyDraft = (home: string): BirthDraft => {
  const path = [home.slice(0, CITY_DIGITS), home.slice(0, COUNTY_DIGITS)];
  return {
    name: '',
    sex: '',
    birthDate: currentDay(),
    birthTime: '',
    weight: '',
    weeks: '',
    order: '',
    certificate: '',
    motherName: '',
    motherId: '',
    motherPhone: '',
    tests: { hbsag: '', antiHbs: '', testedOn: '' },
    household: path,
    residence: path,
    address: '',
    destination: { by: 'residence', unit: '' },
  };
};

function Filing({ home, rules }: { home: string; rules: BirthRulesQuery['peopleSettings'] }) {
  const [draft, setDraft] = useState(() => emptyDraft(home));
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [likely, setLikely] = useState<readonly string[]>([]);
  const [id] = useState(newId);
  const [isSaved, setSaved] = useState(false);
  useOpenForm(!isSaved && draft.motherName !== '');
  const faults = faultsOfBirth(draft, rules, currentDay());
  const save = async (notDuplicateOf: readonly string[]) => {
    setTried(true);
    setProblem(null);
    setLikely([]);
    if (faults.length > 0 || busy) return;
    setBusy(true);
    const input = inputOfBirth(draft, id, notDuplicateOf);
    const answer = await mutate(OpenBirthFile, { commandId: newId(), input });
    setBusy(false);
    if (answer.ok) {
      setSaved(true);
      toast(t('form.saved', { date: formatDate(answer.data.openBirthFile.pushOn) }));
      navigate('/births');
    } else if (answer.problem.reason === 'possible_duplicate' && answer.problem.candidates)
      setLikely(answer.problem.candidates);
    else setProblem(answer.problem);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save([]);
      }}
    >
      <BirthForm
        draft={draft}
        home={home}
        rules={rules}
        faults={isTried ? faults : []}
        onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
      />
      <Notice>{t('form.pushDays', { days: rules.pushDays })}</Notice>
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('form.save')}
      </Button>
      {likely.length > 0 && (
        <Dialog
          title={t('form.likeTitle')}
          onClose={() => setLikely([])}
          actions={
            <>
              <Button onClick={() => setLikely([])}>{common('action.cancel')}</Button>
              <Button variant="primary" onClick={() => void save(likely)}>
                {t('form.likeOther')}
              </Button>
            </>
          }
        >
          <p>{t('form.likeText', { count: likely.length })}</p>
          <ul class="stack-tight">
            {likely.map((one, i) => (
              <li key={one}>
                <a href={`#/child/${one}`} target="_blank" rel="noreferrer">
                  {t('form.likeOpen', { number: i + 1 })}
                </a>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </form>
  );
}
