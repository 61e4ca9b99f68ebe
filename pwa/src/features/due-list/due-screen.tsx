import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { ClinicDueListFile } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { ageText } from '../../i18n/age.ts';
import { t } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { notGivenText } from '../../i18n/health.ts';
import { t as own } from '../../i18n/own-file.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { currentDay } from '../../offline/day.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Progress, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { routeQuery, type Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import type { DueRow } from './due-row.ts';
import { type DueStatus, useDue } from './use-due.ts';

const SERIES = ['HepB', 'BCG', 'Polio', 'DTaP', 'DT', 'MMR', 'JE', 'MPSV-A', 'MPSV-AC', 'HepA', 'HPV'];
const STATUSES = ['due', 'overdue'] as const;

/** The catch-up register of the township, on the screen and on paper. */
const DueScreen: Screen = () => {
  const clinic = useClinic();
  const [area, setArea] = useState('');
  const [series, setSeries] = useState('');
  const [status, setStatus] = useState<DueStatus>(routeQuery('status') === 'overdue' ? 'overdue' : 'due');
  const division = area || (clinic?.areas[0]?.code ?? '');
  const areaName = clinic?.areas.find(({ code }) => code === division)?.name ?? '';
  const due = useDue(division, status, series);
  const [exportProblem, setExportProblem] = useState<Problem | null>(null);
  const exportList = async () =>
    setExportProblem(
      await download(ClinicDueListFile, { division, status, series: series || null }, (data) => data.dueListFile),
    );
  const printAll = () => {
    due.showAll();
    // After the render that shows them.
    setTimeout(() => print());
  };
  return (
    <Page
      title={t('due.title')}
      aside={
        <span class="row no-print">
          <ButtonLink icon="people" href="#/special-groups">
            {own('groups.title')}
          </ButtonLink>
          <ButtonLink icon="school" href="#/school">
            {t('due.school')}
          </ButtonLink>
          {due.takenAt === null && (
            <Button icon="download" disabled={due.rows.length === 0} onClick={() => void exportList()}>
              {t('due.export')}
            </Button>
          )}
          <Button icon="printer" disabled={due.rows.length === 0} onClick={printAll}>
            {common('action.print')}
          </Button>
        </span>
      }
    >
      <div class="filters no-print">
        <Select
          label={t('due.area')}
          value={division}
          onInput={setArea}
          options={(clinic?.areas ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
        <Select
          label={t('due.series')}
          value={series}
          onInput={setSeries}
          placeholder={t('due.series.all')}
          options={SERIES.map((id) => ({ value: id, label: seriesTitle(id) }))}
        />
      </div>
      <Tabs
        label={t('due.title')}
        selected={status}
        tabs={STATUSES.map((key) => ({ key, label: t(`due.tab.${key}`) }))}
        onSelect={(key) => setStatus(key === 'overdue' ? 'overdue' : 'due')}
      >
        <div class="stack tab-body">
          {due.takenAt !== null && <Notice>{t('due.device', { time: formatInstant(due.takenAt) })}</Notice>}
          {due.problem && <ErrorBox problem={due.problem} />}
          {exportProblem && <ErrorBox problem={exportProblem} />}
          {due.rows.length > 0 ? (
            <Register
              rows={due.rows}
              caption={t('due.caption', {
                area: areaName,
                status: t(`due.tab.${status}`),
                date: formatDate(currentDay()),
              })}
            />
          ) : (
            !due.isLoading &&
            !due.problem && (
              <EmptyState icon="check" title={t(status === 'overdue' ? 'due.none.overdue' : 'due.none')} />
            )
          )}
          {due.progress !== null && <Progress label={t('due.judging')} value={due.progress} />}
          {due.isLoading && <Skeleton lines={4} />}
          {due.rows.length > 0 && (
            <div class="row-between no-print">
              <span class="muted small">{t('due.count', { count: due.rows.length })}</span>
              {due.hasMore && (
                <Button busy={due.isLoading} onClick={due.more}>
                  {t('due.more')}
                </Button>
              )}
            </div>
          )}
        </div>
      </Tabs>
    </Page>
  );
};
export default DueScreen;

function Register({ rows, caption }: { rows: readonly DueRow[]; caption: string }) {
  const day = currentDay();
  const columns: Column<DueRow>[] = [
    {
      key: 'name',
      head: t('due.name'),
      lead: true,
      cell: ({ person }) => (
        <a class="unbroken" href={`#/child/${person.id}`}>
          <bdi>{person.name}</bdi>
        </a>
      ),
    },
    {
      key: 'age',
      head: t('due.age'),
      cell: ({ person }) => <span class="number unbroken">{ageText(person.birthDate, day)}</span>,
    },
    {
      key: 'dose',
      head: t('due.dose'),
      cell: (row) => `${row.seriesName} ${t('dose.number', { dose: row.dose })}`,
    },
    {
      key: 'since',
      head: t('due.since'),
      cell: ({ recommended }) => <span class="number unbroken">{formatDate(recommended)}</span>,
    },
    {
      key: 'contact',
      head: t('due.contact'),
      cell: ({ person }) => (
        <span>
          <bdi>{person.guardian}</bdi> <span class="number muted">{person.phone}</span>
        </span>
      ),
    },
    ...(rows.some(({ notGiven }) => notGiven)
      ? [
          {
            key: 'notGiven',
            head: t('due.notGiven'),
            cell: ({ notGiven }: DueRow) => (notGiven ? notGivenText(notGiven) : ''),
          },
        ]
      : []),
    // One township is named in the heading.
    ...(new Set(rows.map(({ person }) => person.township)).size > 1
      ? [{ key: 'township', head: t('record.residence'), cell: ({ person }: DueRow) => person.township }]
      : []),
  ];
  return <Table caption={caption} columns={columns} rows={rows} rowKey={(row) => `${row.person.id} ${row.series}`} />;
}
