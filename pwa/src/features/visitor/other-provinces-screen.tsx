import { useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { SearchOtherProvinces, type SearchOtherProvincesQuery } from '../../data/generated/clinic.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/visitor.ts';
import { currentDay } from '../../offline/day.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState, Notice } from '../../ui/feedback.tsx';
import { DateField, Segmented, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { askedText } from './asked.ts';
import { CaseList } from './case-list.tsx';
import { draftOf, inputOf, missingOf, type QuestionDraft, WAYS, type Way } from './question.ts';
import { VisitorProblem } from './visitor-problem.tsx';

type Found = SearchOtherProvincesQuery['searchOtherProvinces'];

/** 异地受种者: asks the national platform for somebody of another province; what is found becomes a temporary file. */
const OtherProvincesScreen: Screen = () => {
  const [draft, setDraft] = useState(() => draftOf(askedText.peek()));
  const [found, setFound] = useState<Found | null>(null);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(navigator.onLine ? null : { code: 'OFFLINE' });
  useEffect(() => {
    askedText.value = '';
  }, []);
  const change = (part: Partial<QuestionDraft>) => {
    setDraft({ ...draft, ...part });
    setFound(null);
    setProblem(null);
  };
  const find = async () => {
    setTried(true);
    setProblem(null);
    if (missingOf(draft).length > 0 || busy) return;
    setBusy(true);
    const result = await client.query(SearchOtherProvinces, { input: inputOf(draft) }).toPromise();
    setBusy(false);
    if (result.error) setProblem(problemOf(result.error));
    else setFound((result.data as SearchOtherProvincesQuery).searchOtherProvinces);
  };
  const errorOf = (field: 'number' | 'name' | 'birthDate', sent: string) =>
    isTried && missingOf(draft).includes(field) ? t('needed') : fieldProblem(problem ?? undefined, sent);
  const numberField = draft.way === 'birthCertificateNumber' ? 'birthCertificateNumber' : 'documentNumber';
  const isTold = ['documentNumber', 'birthCertificateNumber', 'name', 'birthDate'].some(
    (field) => fieldProblem(problem ?? undefined, field) !== undefined,
  );
  return (
    <Page title={t('title')} back="/" narrow>
      <p class="muted">{t('explain')}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <Segmented
          legend={t('by')}
          value={draft.way}
          options={WAYS.map((way) => ({ value: way, label: t(`by.${way}`) }))}
          onChange={(way) => change({ way: way as Way })}
        />
        {draft.way === 'name' ? (
          <>
            <TextField
              label={t('name')}
              autocomplete="off"
              maxLength={50}
              value={draft.name}
              error={errorOf('name', 'name')}
              onInput={(name) => change({ name })}
            />
            <DateField
              label={t('birthDate')}
              value={draft.birthDate}
              max={currentDay()}
              error={errorOf('birthDate', 'birthDate')}
              onInput={(birthDate) => change({ birthDate })}
            />
          </>
        ) : (
          <TextField
            label={draft.way === 'documentNumber' ? t('number') : t('birthCertificate')}
            autocomplete="off"
            maxLength={40}
            value={draft.number}
            error={errorOf('number', numberField)}
            onInput={(number) => change({ number })}
          />
        )}
        <Button type="submit" icon="search" variant={found?.cases.length ? 'plain' : 'primary'} wide busy={busy}>
          {t('find')}
        </Button>
      </form>
      {problem && !isTold && <VisitorProblem problem={problem} />}
      <div aria-live="polite" class="stack">
        {found && <Answer found={found} />}
      </div>
    </Page>
  );
};
export default OtherProvincesScreen;

function Answer({ found }: { found: Found }) {
  if (found.isTooMany) return <Notice tone="warn">{t('tooMany')}</Notice>;
  if (found.cases.length > 0) return <CaseList cases={found.cases} />;
  return (
    <EmptyState icon="search" title={t('none')}>
      <p class="muted">{t('noneHint')}</p>
      <ButtonLink icon="plus" href="#/new">
        {t('newFile')}
      </ButtonLink>
    </EmptyState>
  );
}
