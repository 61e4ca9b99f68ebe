import { useState } from 'preact/hooks';
import { CheckRecords, type CheckRecordsQuery, SchoolSummaryRounds } from '../../data/generated/checks.ts';
import type { RowVerdict } from '../../data/generated/school.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/checks.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { VerdictBadge } from '../school-check/verdict.tsx';
import { roundName } from '../school-summary/round-name.ts';
import { Page } from '../session/shell.tsx';
import { EMPTY_SEARCH, RecordSearch, type Search } from './record-search.tsx';

type Row = CheckRecordsQuery['checkRecords']['nodes'][number];

/** The columns in the language of the moment; a checker’s name narrows the list to the checks she made. */
const columnsNow = (onChecker: (checker: NonNullable<Row['checker']>) => void): Column<Row>[] => [
  {
    key: 'name',
    head: t('column.name'),
    lead: true,
    cell: ({ id, name }) => (
      <a href={`#/record/${id}`}>
        <bdi>{name}</bdi>
      </a>
    ),
  },
  { key: 'school', head: t('column.school'), cell: ({ school }) => school.name },
  { key: 'class', head: t('record.class'), cell: ({ class: own }) => (own ? `${own.grade}${own.name}` : '–') },
  { key: 'verdict', head: t('column.result'), cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
  { key: 'date', head: t('record.checkedOn'), cell: ({ checkedOn }) => formatDate(checkedOn) },
  {
    key: 'checker',
    head: t('record.checker'),
    cell: ({ checker }) =>
      checker ? (
        <Button variant="quiet" onClick={() => onChecker(checker)}>
          {checker.displayName}
        </Button>
      ) : (
        '–'
      ),
  },
];

/** Records of entry checks (查验记录, Q-74): of the school, or of the schools of the area; `#/records/ROUND/SCHOOL` opens those of one school. */
const RecordsPage: Screen = ({ params }) => {
  const rounds = useData(SchoolSummaryRounds, {}, { keep: true });
  const [search, setSearch] = useState<Search>({ ...EMPTY_SEARCH, round: params.round ?? '' });
  const [checker, setChecker] = useState<NonNullable<Row['checker']> | null>(null);
  const filter = {
    ...(search.round && { round: search.round }),
    ...(params.school && { schoolId: params.school }),
    ...(search.verdict && { verdict: search.verdict as RowVerdict }),
    ...(search.from && { from: search.from }),
    ...(search.to && { to: search.to }),
    ...(search.name.trim() && { name: search.name.trim(), birthDate: search.birthDate || null }),
    ...(search.documentNumber.trim() && { documentNumber: search.documentNumber.trim() }),
    ...(checker && { checker: checker.id }),
  };
  const list = usePages(CheckRecords, { filter }, (answer) => answer.checkRecords);
  const known = rounds.data?.schoolSummaryRounds ?? (params.round ? [params.round] : []);
  const back = params.school ? { back: `/summary/${params.round}/${params.school}` } : {};
  return (
    <Page title={t('nav.records')} {...back}>
      <RecordSearch
        initial={search}
        rounds={known.map((value) => ({ value, label: roundName(value) }))}
        onSearch={setSearch}
      />
      {checker && (
        <Button icon="cross" onClick={() => setChecker(null)}>
          {t('record.onlyChecker', { name: checker.displayName })}
        </Button>
      )}
      {list.problem && <ErrorBox problem={list.problem} onRetry={list.more} />}
      {!list.nodes && list.isLoading && <Skeleton lines={6} />}
      {list.nodes?.length === 0 && (
        <EmptyState icon="record" title={t('record.empty')}>
          <p class="muted">{t('record.empty.hint')}</p>
        </EmptyState>
      )}
      {list.nodes && list.nodes.length > 0 && (
        <Table
          caption={t('nav.records')}
          hideCaption
          columns={columnsNow(setChecker)}
          rows={list.nodes}
          rowKey={({ id }) => id}
        />
      )}
      {list.hasMore && (
        <Button wide busy={list.isLoading} onClick={list.more}>
          {t('own.more')}
        </Button>
      )}
    </Page>
  );
};
export default RecordsPage;
