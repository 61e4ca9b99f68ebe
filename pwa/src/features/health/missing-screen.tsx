import { useEffect, useState } from 'preact/hooks';
import { MissingNotGiven, type MissingNotGivenQuery } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { ageText } from '../../i18n/age.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/judgement.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';

type Row = MissingNotGivenQuery['missingNotGiven']['nodes'][number];

/** Newborns of whom nobody has said why a birth dose was not given (S-13): each leads to the record that asks. */
const MissingScreen: Screen = () => {
  const division = useClinic()?.areas[0]?.code ?? '';
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly Row[]>([]);
  const { data, problem, isLoading, refresh } = useData(
    MissingNotGiven,
    { division, after },
    { pause: division === '' },
  );
  useEffect(() => {
    setAfter(null);
    setEarlier([]);
  }, [division]);
  const page = data?.missingNotGiven;
  const rows = [...earlier, ...(page?.nodes ?? [])];
  const isAway = problem?.code === 'OFFLINE' || problem?.code === 'UNAVAILABLE';
  return (
    <Page title={t('missing.title')} back="/">
      <p class="muted">{t('missing.explain')}</p>
      {isAway ? (
        <Notice tone="warn">{t('missing.online')}</Notice>
      ) : (
        problem && <ErrorBox problem={problem} onRetry={refresh} />
      )}
      {isLoading && rows.length === 0 && <Skeleton lines={6} />}
      {page && rows.length === 0 && <EmptyState icon="check" title={t('missing.none')} />}
      {rows.length > 0 && (
        <Table
          caption={t('missing.title')}
          hideCaption
          rows={rows}
          rowKey={({ person, series }) => `${person.id} ${series}`}
          columns={[
            {
              key: 'name',
              head: clinic('due.name'),
              lead: true,
              cell: ({ person }) => (
                <a href={`#/child/${person.id}`}>
                  <bdi>{person.name}</bdi>
                </a>
              ),
            },
            {
              key: 'born',
              head: clinic('new.birth'),
              cell: ({ birthDate }) => (
                <span class="number">
                  {formatDate(birthDate)} <span class="muted">{ageText(birthDate, currentDay())}</span>
                </span>
              ),
            },
            {
              key: 'dose',
              head: clinic('due.dose'),
              cell: ({ series, dose }) => `${seriesTitle(series)} ${clinic('dose.number', { dose })}`,
            },
            {
              key: 'contact',
              head: clinic('due.contact'),
              cell: ({ person }) => (
                <span>
                  <bdi>{person.guardians[0]?.name}</bdi> <span class="number muted">{person.guardians[0]?.phone}</span>
                </span>
              ),
            },
            { key: 'township', head: clinic('record.residence'), cell: ({ person }) => person.residence.name },
          ]}
        />
      )}
      {page?.pageInfo.hasNextPage && (
        <Button
          busy={isLoading}
          onClick={() => {
            setEarlier(rows);
            setAfter(page.pageInfo.endCursor ?? null);
          }}
        >
          {clinic('due.more')}
        </Button>
      )}
    </Page>
  );
};
export default MissingScreen;
