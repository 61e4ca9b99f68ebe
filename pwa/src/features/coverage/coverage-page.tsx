import './coverage.css';
import { useEffect } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { Coverage, CoverageExport, type CoverageGrouping } from '../../data/generated/desk.ts';
import { ServiceStatus } from '../../data/generated/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/desk.ts';
import { formatNumber } from '../../i18n/numbers.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Segmented, Select } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { useMe } from '../administration/use-me.ts';
import { ReportBar, type Term } from '../report/report-bar.tsx';
import { Page } from '../session/shell.tsx';
import { Breadcrumb, useDivisionPath } from './breadcrumb.tsx';
import { chooseCohorts, cohortFrom, cohortTo, grouping, today, years } from './choice.ts';
import { CoverageTable } from './coverage-table.tsx';
import { hasRowsBelow, percent, type Report } from './figures.ts';

/** Coverage of a division: county, then township, then the children behind a cell. Starts at the top of the own area. */
const CoveragePage: Screen = ({ params }) => {
  const me = useMe();
  const status = useData(ServiceStatus, {}, { keep: true });
  const serverToday = status.data?.serviceStatus.today;
  useEffect(() => {
    if (serverToday) today.value = serverToday;
  }, [serverToday]);
  const roots = me.data?.me.divisions.map(({ code }) => code) ?? [];
  const [root] = roots;
  useEffect(() => {
    if (!params.code && root) navigate(`/coverage/${root}`, { replace: true });
  }, [params.code, root]);
  if (params.code) return <DivisionCoverage division={params.code} roots={roots} />;
  return (
    <Page title={t('nav.coverage')}>
      {me.problem ? <ErrorBox problem={me.problem} onRetry={me.refresh} /> : <Skeleton lines={8} />}
    </Page>
  );
};
export default CoveragePage;

function DivisionCoverage({ division, roots }: { division: string; roots: readonly string[] }) {
  // A township has no division below it: its own years are what can be compared.
  const by = hasRowsBelow(division) ? grouping.value : 'cohort';
  const asked = { division, cohortFrom: cohortFrom.value, cohortTo: cohortTo.value, by };
  const { data, problem, isLoading, takenAt, refresh } = useData(Coverage, asked, { keep: true });
  const path = useDivisionPath(division, roots);
  const exportFile = () => download(CoverageExport, asked, (answer) => answer.coverage.exportUrl);
  const report = data?.coverage;
  return (
    <Page title={t('coverage.title', { division: path.at(-1)?.name ?? '' })} aside={<DataAge takenAt={takenAt} />}>
      <Breadcrumb path={path} />
      <Choice by={by} canGroup={hasRowsBelow(division)} />
      {report && (
        <ReportBar asOf={report.asOf} terms={termsOf(report)} source={report.definition.source} onExport={exportFile} />
      )}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !report && <Skeleton lines={10} />}
      {report && <Body report={report} by={by} />}
    </Page>
  );
}

function Choice({ by, canGroup }: { by: CoverageGrouping; canGroup: boolean }) {
  const options = years.value.map((year) => ({
    value: String(year),
    label: t('coverage.year', { year: String(year) }),
  }));
  return (
    <div class="coverage-choice no-print">
      <Select
        label={t('coverage.from')}
        value={String(cohortFrom.value)}
        options={options}
        onInput={(year) => chooseCohorts(Number(year), cohortTo.value, 'from')}
      />
      <Select
        label={t('coverage.to')}
        value={String(cohortTo.value)}
        options={options}
        onInput={(year) => chooseCohorts(cohortFrom.value, Number(year), 'to')}
      />
      {canGroup && (
        <Segmented
          legend={t('coverage.by')}
          value={by}
          options={[
            { value: 'division', label: t('coverage.by.division') },
            { value: 'cohort', label: t('coverage.by.cohort') },
          ]}
          onChange={(value) => {
            grouping.value = value as CoverageGrouping;
          }}
        />
      )}
    </div>
  );
}

const termsOf = ({ definition }: Report): Term[] => [
  { name: t('coverage.numerator'), definition: definition.numerator },
  { name: t('coverage.denominator'), definition: definition.denominator },
];

function Body({ report, by }: { report: Report; by: CoverageGrouping }) {
  const { total } = report;
  if (total.children === 0) return <EmptyState icon="people" title={t('coverage.empty')} />;
  const fullCourse = total.fullCourseChildren === 0 ? null : total.fullyImmunised / total.fullCourseChildren;
  const judged = total.cells.filter(({ rate }) => rate !== null).length;
  const canDrill = by === 'cohort' || !total.cohort.includes('-');
  return (
    <>
      <dl class="figures">
        <Figure name={t('coverage.children')} value={formatNumber(total.children)} />
        <Figure
          name={t('coverage.atTarget')}
          value={t('coverage.atTargetOf', { count: total.dosesAtTarget, total: judged })}
        />
        <Figure name={t('coverage.fullCourse')} value={percent(fullCourse)} />
      </dl>
      <p class="muted small">
        {t('coverage.legend')} · <span class="no-print">{t(canDrill ? 'coverage.drill' : 'coverage.drillCohort')}</span>
      </p>
      <CoverageTable report={report} by={by} />
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd class="number">{value}</dd>
    </div>
  );
}
