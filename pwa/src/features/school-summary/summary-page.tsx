import './school-summary.css';
import { useEffect, useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  CheckReports,
  CheckSheets,
  SchoolSummary,
  SchoolSummaryExport,
  type SchoolSummaryQuery,
  SchoolSummaryRounds,
} from '../../data/generated/checks.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/checks.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { roundName } from './round-name.ts';
import { DoseTable, nameOfRow, SummaryFacts, SummaryTable } from './summary-table.tsx';

export type Summary = SchoolSummaryQuery['schoolSummary'];

/** Summary table of the entry checks (汇总表): a round, a place, and the places below it. */
const SummaryPage: Screen = ({ params }) => {
  const rounds = useData(SchoolSummaryRounds, {}, { keep: true });
  const all = rounds.data?.schoolSummaryRounds;
  const [latest] = all ?? [];
  const { round, place } = params;
  useEffect(() => {
    if (!round && latest) navigate(`/summary/${latest}`, { replace: true });
  }, [round, latest]);
  if (round) return <RoundSummary round={round} place={place ?? null} rounds={all ?? [round]} />;
  return (
    <Page title={t('nav.summary')} aside={<ToStatistics />}>
      {rounds.problem && <ErrorBox problem={rounds.problem} onRetry={rounds.refresh} />}
      {!all && !rounds.problem && <Skeleton lines={8} />}
      {all?.length === 0 && (
        <EmptyState icon="school" title={t('summary.none')}>
          <p class="muted">{t('summary.none.hint')}</p>
        </EmptyState>
      )}
    </Page>
  );
};
export default SummaryPage;

/** A school reaches what is counted of itself day by day from here; disease control has an area for it. */
function ToStatistics() {
  if (account.value?.role !== 'school_checker') return null;
  return (
    <ButtonLink icon="certificate" href="#/statistics">
      {t('summary.toStatistics')}
    </ButtonLink>
  );
}

function RoundSummary({ round, place, rounds }: { round: string; place: string | null; rounds: readonly string[] }) {
  const asked = { round, place };
  const { data, problem, isLoading, takenAt, refresh } = useData(SchoolSummary, asked, { keep: true });
  const [refused, setRefused] = useState<Problem | null>(null);
  const summary = data?.schoolSummary;
  const title = summary ? t('summary.title', { place: nameOfRow(summary.total) }) : t('nav.summary');
  const exportFile = async () =>
    setRefused(await download(SchoolSummaryExport, asked, (answer) => answer.schoolSummary.exportUrl));
  const exportReports = async () => setRefused(await download(CheckReports, asked, (answer) => answer.checkReportsUrl));
  const exportSheets = async () => setRefused(await download(CheckSheets, asked, (answer) => answer.checkSheetsUrl));
  return (
    <Page
      title={title}
      aside={
        <span class="row">
          <DataAge takenAt={takenAt} />
          <ToStatistics />
        </span>
      }
    >
      <div class="row-between no-print">
        <Select
          label={t('summary.round')}
          value={round}
          options={rounds.map((value) => ({ value, label: roundName(value) }))}
          onInput={(next) => navigate(place ? `/summary/${next}/${place}` : `/summary/${next}`)}
        />
        <div class="row">
          {place && (
            <ButtonLink icon="back" href={`#/summary/${round}`}>
              {t('summary.back')}
            </ButtonLink>
          )}
          {account.value?.role !== 'inspector' && summary?.total.school && (
            <ButtonLink icon="record" href={`#/records/${round}/${summary.total.school.id}`}>
              {t('summary.records')}
            </ButtonLink>
          )}
          <Button icon="download" onClick={() => void exportFile()}>
            {t('summary.export')}
          </Button>
          {account.value?.role !== 'inspector' && (
            <>
              <Button icon="download" onClick={() => void exportSheets()}>
                {t('summary.sheets')}
              </Button>
              <Button icon="download" onClick={() => void exportReports()}>
                {t('summary.reports')}
              </Button>
            </>
          )}
          <Button icon="printer" onClick={() => print()}>
            {common('action.print')}
          </Button>
        </div>
      </div>
      {refused && <ErrorBox problem={refused} />}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !summary && <Skeleton lines={10} />}
      {summary && <Body summary={summary} />}
    </Page>
  );
}

function Body({ summary }: { summary: Summary }) {
  if (summary.total.enrolled === 0 && summary.rows.length === 0)
    return <EmptyState icon="school" title={t('summary.none')} />;
  return (
    <>
      <p class="muted small">
        {roundName(summary.round)} · {t('summary.asOf', { time: formatInstant(summary.asOf) })}
      </p>
      {summary.rows.length > 0 ? <SummaryTable summary={summary} /> : <SummaryFacts row={summary.total} />}
      <DoseTable doses={summary.total.doses} />
    </>
  );
}
