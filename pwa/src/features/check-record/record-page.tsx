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
import { seenText } from './record-words.ts';

type CheckRecordDetail = NonNullable<CheckRecordQuery['checkRecord']>;

const noticeText = ({ noticeType, noticeOn, noticeState }: CheckRecordDetail): string =>
  [
    noticeType && school(`notice.type.${noticeType}`),
    noticeOn && formatDate(noticeOn),
    noticeState && school(`notice.state.${noticeState}`),
  ]
    .filter(Boolean)
    .join(' · ');

const caughtUpText = ({ caughtUp, caughtUpOn }: CheckRecordDetail): string =>
  [caughtUp.map((dose) => doseText({ ...dose, earliest: null })).join('、'), caughtUpOn && formatDate(caughtUpOn)]
    .filter(Boolean)
    .join(' · ');

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
          <span class="no-print">
            <Button icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
          </span>
        </div>
        {record.missing.length > 0 && <p>{record.missing.map(doseText).join('、')}</p>}
        <dl class="facts">
          <Fact name={t('column.school')} value={record.school.name} />
          <Fact name={t('record.class')} value={own ? `${own.grade}${own.name}` : '–'} />
          <Fact name={t('summary.round')} value={roundName(record.round.code)} />
          <Fact name={t('record.checkType')} value={t(`checkType.${record.checkType}`)} />
          <Fact
            name={t('record.sex')}
            value={record.sex === 'F' || record.sex === 'M' ? t(`sex.${record.sex}`) : '–'}
          />
          <Fact name={t('report.birthDate')} value={formatDate(record.birthDate)} />
          <Fact name={t('record.documentNumber')} value={record.documentNumber ?? '–'} />
          {record.studentNumber && <Fact name={t('record.studentNumber')} value={record.studentNumber} />}
          <Fact name={t('record.guardianPhone')} value={record.guardianPhone ?? '–'} />
          <Fact name={t('record.clinic')} value={record.managingClinic?.name ?? '–'} />
          <Fact name={t('record.checkedOn')} value={formatDate(record.checkedOn)} />
          <Fact name={t('record.checker')} value={record.checker?.displayName ?? '–'} />
          <Fact name={t('report.rule')} value={record.scheduleVersion ?? '–'} />
          <Fact
            name={t('record.seen')}
            value={[seenText(record.certificateSeen), record.certificateNumber].filter(Boolean).join(' · ')}
          />
          {record.noticeType && <Fact name={school('column.notice')} value={noticeText(record)} />}
          {record.caughtUp.length > 0 && <Fact name={t('record.caughtUp')} value={caughtUpText(record)} />}
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
