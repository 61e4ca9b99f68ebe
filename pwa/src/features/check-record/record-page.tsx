import '../school-round/round.css';
import { CheckRecord, type CheckRecordQuery } from '../../data/generated/checks.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/checks.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as school } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { VerdictBadge } from '../school-check/verdict.tsx';
import { doseText } from '../school-check/verdict-look.ts';
import { Fact, PupilSteps } from '../school-round/pupil-facts.tsx';
import { roundName } from '../school-summary/round-name.ts';
import { Page } from '../session/shell.tsx';

type CheckRecordDetail = NonNullable<CheckRecordQuery['checkRecord']>;

/** One record of a check: the proof that it was made, by whom, with its course. */
const RecordPage: Screen = ({ params }) => {
  const { data, problem, refresh } = useData(CheckRecord, { id: params.id ?? '' });
  const record = data?.checkRecord;
  return (
    <Page title={record?.name ?? t('nav.records')} back="/records">
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={6} />}
      {data && !record && <EmptyState icon="question" title={t('record.gone')} />}
      {record && <Body record={record} />}
    </Page>
  );
};
export default RecordPage;

function Body({ record }: { record: CheckRecordDetail }) {
  const own = record.class;
  return (
    <>
      <section class="card stack">
        <div class="row-between">
          <VerdictBadge verdict={record.verdict} />
          <Button icon="printer" onClick={() => print()}>
            {common('action.print')}
          </Button>
        </div>
        {record.missing.length > 0 && <p>{record.missing.map(doseText).join('、')}</p>}
        <dl class="facts">
          <Fact name={t('column.school')} value={record.school.name} />
          <Fact name={t('record.class')} value={own ? `${own.grade}${own.name}` : '–'} />
          <Fact name={t('summary.round')} value={roundName(record.round.code)} />
          <Fact name={t('report.birthDate')} value={formatDate(record.birthDate)} />
          <Fact name={t('record.documentNumber')} value={record.documentNumber ?? '–'} />
          <Fact name={t('record.checkedOn')} value={formatDate(record.checkedOn)} />
          <Fact name={t('record.checker')} value={record.checker?.displayName ?? '–'} />
          <Fact name={t('report.rule')} value={record.scheduleVersion ?? '–'} />
          <Fact
            name={school('pupil.certificate')}
            value={
              record.certificateSeen === null ? '–' : school(record.certificateSeen ? 'pupil.seen' : 'pupil.notSeen')
            }
          />
          {record.recheckOn && (
            <Fact
              name={school('pupil.recheck')}
              value={`${formatDate(record.recheckOn)} · ${record.recheckResult ? school(`verdict.${record.recheckResult}`) : ''}`}
            />
          )}
        </dl>
      </section>
      <PupilSteps steps={record.steps} />
    </>
  );
}
