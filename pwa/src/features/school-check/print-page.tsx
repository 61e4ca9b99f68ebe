import './school-check.css';
import { useState } from 'preact/hooks';
import type { SchoolCheckQuery } from '../../data/generated/school.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { CatchUpNotice } from './catch-up-notice.tsx';
import { byClass, classOf, countVerdicts, needsNotice, type Pupil, VERDICTS } from './roster.ts';
import { ClassSelect } from './roster-filters.tsx';
import { useCheck } from './use-check.ts';
import { useRoster } from './use-roster.ts';
import { VerdictDetail, VerdictSummary } from './verdict.tsx';

type Check = NonNullable<SchoolCheckQuery['schoolCheck']>;

/** On paper: the list class by class, or a notice for each pupil with doses or the file missing. */
const PrintPage: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { check, problem } = useCheck(id);
  const { pupils, problem: rowsProblem } = useRoster(id);
  const [what, setWhat] = useState('list');
  const [className, setClassName] = useState<string | null>(null);
  const found = problem ?? rowsProblem;
  if (!check || !pupils) {
    return (
      <Page title={t('print.title')} back={`/check/${id}`}>
        {found ? <ErrorBox problem={found} /> : <Skeleton lines={8} />}
      </Page>
    );
  }
  const chosen = className === null ? pupils : pupils.filter((pupil) => classOf(pupil) === className);
  const noticed = chosen.filter(needsNotice);
  return (
    <Page title={check.title} back={`/check/${id}`}>
      <div class="row no-print print-choice">
        <Segmented
          legend={t('print.what')}
          value={what}
          options={[
            { value: 'list', label: t('print.list') },
            { value: 'notices', label: `${t('print.notices')} ${noticed.length}` },
          ]}
          onChange={setWhat}
        />
        <ClassSelect pupils={pupils} value={className} onChange={setClassName} />
        <Button variant="primary" icon="printer" onClick={() => print()}>
          {common('action.print')}
        </Button>
      </div>
      {what === 'list' ? (
        byClass(chosen).map(({ name, pupils: own }) => (
          <ClassSheet key={name} name={name || t('class.none')} pupils={own} check={check} />
        ))
      ) : noticed.length === 0 ? (
        <EmptyState icon="check" title={t('filter.none')} />
      ) : (
        <div class="notices">
          {noticed.map((pupil) => (
            <CatchUpNotice key={pupil.number} pupil={pupil} school={check.school.name} checkDate={check.checkDate} />
          ))}
        </div>
      )}
    </Page>
  );
};
export default PrintPage;

/** One class on its own page. */
function ClassSheet({ name, pupils, check }: { name: string; pupils: Pupil[]; check: Check }) {
  const counts = countVerdicts(pupils);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="sheet" aria-label={name} tabIndex={0}>
      <div class="row-between">
        <h2>{t('print.heading')}</h2>
        <strong>{name}</strong>
      </div>
      <p class="small">
        {t('check.of', { date: formatDate(check.checkDate), school: check.school.name })} ·{' '}
        {t('check.total', { count: pupils.length })}
      </p>
      <VerdictSummary counts={VERDICTS.map((verdict) => ({ verdict, count: counts[verdict] }))} />
      <table class="sheet-table">
        <caption class="sr-only">{t('print.caption', { class: name })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.number')}</th>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('column.birthDate')}</th>
            <th scope="col">{t('column.verdict')}</th>
            <th scope="col">{t('column.detail')}</th>
          </tr>
        </thead>
        <tbody>
          {pupils.map((pupil, index) => (
            <tr key={pupil.number}>
              <td class="number">{index + 1}</td>
              <td>{pupil.name}</td>
              <td class="number">{pupil.birthDate}</td>
              <td>{t(`verdict.${pupil.verdict}`)}</td>
              <td>{pupil.verdict !== 'complete' && <VerdictDetail pupil={pupil} checkDate={check.checkDate} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="small">{t('print.signature')}</p>
    </section>
  );
}
