import './certificate-statistics.css';
import {
  type CertificateMeasure,
  CertificateStatisticsItems,
  type CertificateStatisticsItemsQuery,
  type PopulationClass,
} from '../../data/generated/desk.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/statistics.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { routeQuery, type Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { report, selection } from './choice.ts';

type Item = CertificateStatisticsItemsQuery['certificateStatisticsItems']['nodes'][number];

/** The things behind one figure. */
const ItemsPage: Screen = ({ params: { division = '', measure = '' } }) => {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    CertificateStatisticsItems,
    { ...cutSelection(division), measure: measure as CertificateMeasure },
    (data) => data.certificateStatisticsItems,
  );
  const title = t('items.title', {
    report: t(`report.${report.value}`),
    measure: t(`measure.${measure as CertificateMeasure}`),
  });
  return (
    <Page title={title} back={`/statistics/${division}`}>
      <p class="muted small">{t(isMasked() ? 'items.audited' : 'items.auditedFull')}</p>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="record" title={t('items.none')} />}
      {nodes && nodes.length > 0 && (
        <Table caption={t('items.caption')} hideCaption columns={columns()} rows={nodes} rowKey={({ id }) => id} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('items.more')}
        </Button>
      )}
    </Page>
  );
};
export default ItemsPage;

/** A clinic sees the names of those it issued for; whoever looks on does not. */
const isMasked = (): boolean => account.value?.role !== 'vaccinator';

/** The choice, narrowed to the row whose figure was opened. */
function cutSelection(division: string): ReturnType<typeof selection> {
  const chosen = selection(division);
  const from = routeQuery('from');
  const to = routeQuery('to');
  return {
    ...chosen,
    ...(from && to && { span: 'own' as const, from, to }),
    population: (routeQuery('population') as PopulationClass | null) ?? chosen.population,
    organisation: routeQuery('organisation') ?? chosen.organisation,
  };
}

const APPLICATION_STATES = ['submitted', 'approved', 'refused', 'withdrawn', 'valid', 'revoked'] as const;
const isState = (state: string): state is (typeof APPLICATION_STATES)[number] =>
  (APPLICATION_STATES as readonly string[]).includes(state);

/** State of an application or certificate; kinds of use and results of checks are measures of their own. */
function stateText(state: string | null): string {
  if (state === null) return '';
  return isState(state) ? t(`state.${state}`) : t(`measure.${state as CertificateMeasure}`);
}

function columns(): Column<Item>[] {
  return [
    {
      key: 'person',
      head: t('items.person'),
      lead: true,
      cell: ({ person }) => (person ? <bdi>{person.name}</bdi> : <span class="muted">{t('items.noPerson')}</span>),
    },
    { key: 'day', head: t('items.day'), cell: ({ day }) => <span class="number">{formatDate(day)}</span> },
    {
      key: 'born',
      head: t('items.born'),
      cell: ({ person }) => person && <span class="number">{formatDate(person.birthDate)}</span>,
    },
    { key: 'population', head: t('items.population'), cell: ({ population }) => t(`population.${population}`) },
    {
      key: 'organisation',
      head: t('items.organisation'),
      cell: ({ organisation }) => organisation?.name ?? t('noOrganisation'),
    },
    { key: 'division', head: t('items.division'), cell: ({ division }) => division?.name ?? t('noDivision') },
    { key: 'state', head: t('items.state'), cell: ({ state }) => stateText(state ?? null) },
  ];
}
