import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { DueSummary, DueSummaryFile, type DueSummaryQuery } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/desk.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { TakeAlong } from './take-along.tsx';

type Count = DueSummaryQuery['dueSummary'][number];

const sum = (counts: readonly Count[], of: 'due' | 'overdue'): number => counts.reduce((n, count) => n + count[of], 0);

/** How many doses are due and overdue today, by division below and by dose. */
export function DueCounts({ division }: { division: string }) {
  const { data, problem, isLoading, takenAt, refresh } = useData(DueSummary, { division }, { keep: true });
  const [refused, setRefused] = useState<Problem | null>(null);
  const exportFile = async () =>
    setRefused(await download(DueSummaryFile, { division }, (answer) => answer.dueListFile));
  const counts = data?.dueSummary ?? [];
  const names = new Map(data?.division?.children.map(({ code, name }) => [code, name]));
  const below = [...new Set(counts.map((count) => count.division))].sort();
  const doses = [...new Map(counts.map((count) => [`${count.series} ${count.dose}`, count])).values()];
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {refused && <ErrorBox problem={refused} />}
      <DataAge takenAt={takenAt} />
      {isLoading && !data && <Skeleton lines={8} />}
      {data && counts.length === 0 && <EmptyState icon="check" title={t('catchUp.none')} />}
      {counts.length > 0 && (
        <>
          <div class="row no-print">
            <Button icon="download" onClick={() => void exportFile()}>
              {t('catchUp.register')}
            </Button>
            <TakeAlong divisions={[...names.keys()]} />
            <Button icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
          </div>
          <Table
            caption={t('catchUp.byDivision')}
            rows={below}
            rowKey={(code) => code}
            columns={[
              {
                key: 'division',
                head: t('catchUp.division'),
                lead: true,
                // A division counted under its own code is the lowest there is.
                cell: (code) =>
                  names.has(code) ? (
                    <a href={`#/catch-up/${code}`}>{names.get(code)}</a>
                  ) : (
                    (data?.division?.name ?? code)
                  ),
              },
              ...(['due', 'overdue'] as const).map((of) => ({
                key: of,
                head: t(`catchUp.count.${of}`),
                end: true,
                cell: (code: string) => (
                  <span class="number">
                    {sum(
                      counts.filter((count) => count.division === code),
                      of,
                    )}
                  </span>
                ),
              })),
            ]}
          />
          <Table
            caption={t('catchUp.byDose')}
            rows={doses}
            rowKey={({ series, dose }) => `${series} ${dose}`}
            columns={[
              {
                key: 'dose',
                head: t('coverage.dose'),
                lead: true,
                cell: ({ series, dose }) => t('schedule.otherDose', { series: seriesTitle(series), dose }),
              },
              ...(['due', 'overdue'] as const).map((of) => ({
                key: of,
                head: t(`catchUp.count.${of}`),
                end: true,
                cell: ({ series, dose }: Count) => (
                  <span class="number">
                    {sum(
                      counts.filter((count) => count.series === series && count.dose === dose),
                      of,
                    )}
                  </span>
                ),
              })),
            ]}
          />
        </>
      )}
    </>
  );
}
