import { useState } from 'preact/hooks';
import { type ConsentDecision, ConsentRecords, type ConsentRecordsQuery } from '../../data/generated/consents.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/consent.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Segmented } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { signerOf } from './consent-page.tsx';
import { SignOffs } from './sign-off-records.tsx';

type Row = ConsentRecordsQuery['consentRecords']['nodes'][number];

/** Sign-off records of the clinic, a day at a time (H-10). */
const RecordsScreen: Screen = () => {
  const [day, setDay] = useState(currentDay);
  const [decision, setDecision] = useState<ConsentDecision | 'all'>('all');
  const [list, setList] = useState<'consents' | 'signOffs'>('consents');
  return (
    <Page title={t('records.title')} back="/">
      <Segmented
        legend={t('records.list')}
        value={list}
        options={[
          { value: 'consents', label: t('records.consents') },
          { value: 'signOffs', label: t('records.signOffs') },
        ]}
        onChange={(value) => setList(value as typeof list)}
      />
      <div class="row no-print">
        <DateField label={t('records.day')} value={day} max={currentDay()} onInput={setDay} />
        {list === 'consents' && (
          <Segmented
            legend={t('records.decision')}
            value={decision}
            options={[
              { value: 'all', label: t('records.all') },
              { value: 'agree', label: t('decision.agree') },
              { value: 'refuse', label: t('decision.refuse') },
            ]}
            onChange={(value) => setDecision(value as ConsentDecision | 'all')}
          />
        )}
      </div>
      {day !== '' && list === 'signOffs' && <SignOffs key={day} day={day} />}
      {day !== '' && list === 'consents' && (
        <List key={`${day} ${decision}`} day={day} decision={decision === 'all' ? null : decision} />
      )}
    </Page>
  );
};
export default RecordsScreen;

function List({ day, decision }: { day: string; decision: ConsentDecision | null }) {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly Row[]>([]);
  const { data, problem, isLoading, refresh } = useData(ConsentRecords, { day, decision, after });
  const page = data?.consentRecords;
  const rows = [...earlier, ...(page?.nodes ?? [])];
  const isAway = problem?.code === 'OFFLINE' || problem?.code === 'UNAVAILABLE';
  return (
    <>
      {isAway ? (
        <Notice tone="warn">{t('records.online')}</Notice>
      ) : (
        problem && <ErrorBox problem={problem} onRetry={refresh} />
      )}
      {isLoading && rows.length === 0 && <Skeleton lines={6} />}
      {page && rows.length === 0 && <EmptyState icon="record" title={t('records.none')} />}
      {rows.length > 0 && (
        <Table
          caption={t('records.title')}
          hideCaption
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'child',
              head: t('records.child'),
              lead: true,
              cell: ({ id, person }) => (
                <a href={`#/consent/${id}`}>
                  <bdi>{person.name}</bdi>
                </a>
              ),
            },
            { key: 'vaccine', head: t('records.vaccine'), cell: ({ vaccine }) => vaccine.name },
            {
              key: 'decision',
              head: t('records.decision'),
              cell: (row) => (
                <span class="row">
                  <Badge tone={row.decision === 'agree' ? 'good' : 'bad'}>{t(`decision.${row.decision}`)}</Badge>
                  {row.withdrawnOn !== null && <Badge tone="warn">{t('state.withdrawn')}</Badge>}
                </span>
              ),
            },
            {
              key: 'by',
              head: t('by'),
              cell: (row) => (
                <span>
                  <bdi>{signerOf(row)}</bdi>{' '}
                  <span class="muted">{row.relation ? t(`relation.${row.relation}`) : t('onPhone')}</span>
                </span>
              ),
            },
            { key: 'at', head: t('at'), cell: ({ signedAt }) => <span class="number">{formatInstant(signedAt)}</span> },
            {
              key: 'version',
              head: t('title'),
              cell: ({ textId, textVersion, signedOn }) => (
                <span class="number" title={formatDate(signedOn)}>
                  {textId} v{textVersion}
                </span>
              ),
            },
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
          {t('records.more')}
        </Button>
      )}
    </>
  );
}
