import './school-check.css';
import { useEffect } from 'preact/hooks';
import { SchoolCheck, SchoolChecks } from '../../data/generated/school.ts';
import { prefetch, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/school.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { ListsStatus } from '../trust/lists-status.tsx';
import { Gate } from './gate.tsx';

const LAST_CHECK = 'miaoben.gate.check';

/** The gate: choose the list (the one used last is chosen already), scan, see who is missing. */
const GatePage: Screen = ({ params }) => {
  const { data, problem, refresh } = useData(SchoolChecks, {}, { keep: true });
  const checks = data?.schoolChecks.filter(({ state }) => state === 'ready');
  const chosen = params.id;
  useEffect(() => {
    if (chosen) {
      localStorage.setItem(LAST_CHECK, chosen);
      // Its page and its print must open at the gate too.
      void prefetch(SchoolCheck, { id: chosen });
      return;
    }
    const last = localStorage.getItem(LAST_CHECK);
    const next = checks?.find(({ id }) => id === last) ?? checks?.[0];
    if (next) navigate(`/scan/${next.id}`, { replace: true });
    // What the device held may have had no list yet.
  }, [chosen, checks?.length]);

  const check = checks?.find(({ id }) => id === chosen);
  return (
    <Page
      title={t('nav.gate')}
      aside={
        <span class="row">
          <ListsStatus />
          <ButtonLink icon="certificate" href="#/verify-licence">
            {t('gate.verify')}
          </ButtonLink>
        </span>
      }
    >
      {!checks && (problem ? <ErrorBox problem={problem} onRetry={refresh} /> : <Skeleton />)}
      {checks?.length === 0 && (
        <EmptyState icon="scan" title={t('gate.none')}>
          <p class="muted">{t('gate.none.hint')}</p>
          <ButtonLink href="#/">{t('nav.checks')}</ButtonLink>
        </EmptyState>
      )}
      {checks && checks.length > 0 && (
        <Select
          label={t('gate.list')}
          value={check?.id ?? ''}
          placeholder={t('gate.chooseList')}
          options={checks.map(({ id, title }) => ({ value: id, label: title }))}
          onInput={(id) => id && navigate(`/scan/${id}`)}
        />
      )}
      {check && <Gate key={check.id} checkId={check.id} schoolCode={check.school.code} />}
    </Page>
  );
};
export default GatePage;
