import { VaccinationRecipients, type VaccinationRecipientsQuery } from '../../data/generated/desk.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/vaccinations.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { routeQuery, type Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { HOUSEHOLDS, report, selection } from './choice.ts';
import { columnText, householdText } from './words.ts';

type Recipient = VaccinationRecipientsQuery['vaccinationRecipients']['nodes'][number];

/** The people behind one figure. */
const PeoplePage: Screen = ({ params: { division = '', column = '' } }) => {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    VaccinationRecipients,
    { ...cutSelection(division), column },
    (data) => data.vaccinationRecipients,
  );
  return (
    <Page
      title={t('people.title', { report: t(`report.${report.value}`), column: columnText(column) })}
      back={`/vaccinations/${division}`}
    >
      <p class="muted small">{t('people.audited')}</p>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="people" title={t('people.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('people.title', { report: t(`report.${report.value}`), column: columnText(column) })}
          hideCaption
          columns={columns()}
          rows={nodes}
          rowKey={({ person }) => person.id}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('people.more')}
        </Button>
      )}
    </Page>
  );
};
export default PeoplePage;

/** The choice, narrowed to the row whose figure was opened. */
function cutSelection(division: string): ReturnType<typeof selection> {
  const chosen = selection(division);
  return {
    ...chosen,
    household: HOUSEHOLDS.find((known) => known === routeQuery('household')) ?? chosen.household ?? null,
    item: routeQuery('item') ?? chosen.item ?? null,
    bornFrom: routeQuery('bornFrom') ?? chosen.bornFrom ?? null,
    bornTo: routeQuery('bornTo') ?? chosen.bornTo ?? null,
    givenFrom: later(routeQuery('givenFrom'), chosen.givenFrom ?? null),
    givenTo: earlier(routeQuery('givenTo'), chosen.givenTo ?? null),
  };
}
/** The first and the last month may be cut by the dates that are chosen. */
const later = (a: string | null, b: string | null): string | null => (a && b ? (a > b ? a : b) : (a ?? b));
const earlier = (a: string | null, b: string | null): string | null => (a && b ? (a < b ? a : b) : (a ?? b));

function columns(): Column<Recipient>[] {
  return [
    { key: 'person', head: t('people.person'), lead: true, cell: ({ person }) => <bdi>{person.name}</bdi> },
    {
      key: 'born',
      head: t('people.born'),
      cell: ({ birthDate }) => <span class="number">{formatDate(birthDate)}</span>,
    },
    { key: 'division', head: t('people.division'), cell: ({ division }) => division.name ?? division.code },
    { key: 'household', head: t('people.household'), cell: ({ household }) => householdText(household) },
    { key: 'count', head: t('people.count'), end: true, cell: ({ count }) => <span class="number">{count}</span> },
    { key: 'day', head: t('people.day'), cell: ({ day }) => day && <span class="number">{formatDate(day)}</span> },
  ];
}
