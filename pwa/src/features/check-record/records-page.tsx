import './check-record.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  CheckRecords,
  CheckRecordsFile,
  type CheckRecordsQuery,
  CheckReports,
  SchoolSummaryRounds,
} from '../../data/generated/checks.ts';
import type { CheckType, RowVerdict } from '../../data/generated/school.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
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
import { seenText } from './record-words.ts';

type Row = CheckRecordsQuery['checkRecords']['nodes'][number];

interface Narrowing {
  school: Row['school'] | null;
  checker: NonNullable<Row['checker']> | null;
}

/** The columns in the language of the moment; the name of a school, where there are several, or of a checker narrows the list to it. */
const columnsNow = (hasSchools: boolean, narrow: (to: Partial<Narrowing>) => void): Column<Row>[] => [
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
  ...(hasSchools
    ? [
        {
          key: 'school',
          head: t('column.school'),
          cell: ({ school }: Row) => (
            <Button variant="quiet" onClick={() => narrow({ school })}>
              {school.name}
            </Button>
          ),
        },
      ]
    : []),
  { key: 'class', head: t('record.class'), cell: ({ class: own }) => (own ? `${own.grade}${own.name}` : '–') },
  { key: 'type', head: t('record.checkType'), cell: ({ checkType }) => t(`checkType.${checkType}`) },
  { key: 'seen', head: t('record.seen'), cell: ({ certificateSeen }) => seenText(certificateSeen) },
  { key: 'verdict', head: t('column.result'), cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
  { key: 'date', head: t('record.checkedOn'), cell: ({ checkedOn }) => formatDate(checkedOn) },
  {
    key: 'checker',
    head: t('record.checker'),
    cell: ({ checker }) =>
      checker ? (
        <Button variant="quiet" onClick={() => narrow({ checker })}>
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
  const [{ school, checker }, setNarrowing] = useState<Narrowing>({ school: null, checker: null });
  const narrow = (to: Partial<Narrowing>) => {
    // A class belongs to one school.
    if (to.school !== undefined) setSearch({ ...search, classId: '' });
    setNarrowing({ school, checker, ...to });
  };
  const [refused, setRefused] = useState<Problem | null>(null);
  const schoolId = params.school ?? school?.id ?? null;
  const filter = {
    ...(search.round && { round: search.round }),
    ...(schoolId && { schoolId }),
    ...(search.classId && { classId: search.classId }),
    ...(search.checkType && { checkType: search.checkType as CheckType }),
    ...(search.seen && { certificateSeen: search.seen === 'yes' }),
    ...(search.verdict && { verdict: search.verdict as RowVerdict }),
    ...(search.from && { from: search.from }),
    ...(search.to && { to: search.to }),
    ...(search.name.trim() && { name: search.name.trim(), birthDate: search.birthDate || null }),
    ...(search.documentNumber.trim() && { documentNumber: search.documentNumber.trim() }),
    ...(checker && { checker: checker.id }),
  };
  const list = usePages(CheckRecords, { filter }, (answer) => answer.checkRecords);
  const hasSchools = new Set(list.nodes?.map((row) => row.school.id)).size > 1;
  const exportFile = async () =>
    setRefused(await download(CheckRecordsFile, { filter }, (answer) => answer.checkRecordsFileUrl));
  const printClass = async () => {
    const asked = { round: search.round, place: schoolId, classId: search.classId };
    setRefused(await download(CheckReports, asked, (answer) => answer.checkReportsUrl));
  };
  const known = rounds.data?.schoolSummaryRounds ?? (params.round ? [params.round] : []);
  const back = params.school ? { back: `/summary/${params.round}/${params.school}` } : {};
  return (
    <Page
      title={t('nav.records')}
      aside={
        <span class="no-print">
          <Button icon="download" disabled={list.nodes?.length === 0} onClick={() => void exportFile()}>
            {t('summary.export')}
          </Button>
        </span>
      }
      {...back}
    >
      <RecordSearch
        key={schoolId}
        initial={search}
        school={schoolId}
        rounds={known.map((value) => ({ value, label: roundName(value) }))}
        onSearch={setSearch}
      />
      {(school || checker) && (
        <div class="row no-print">
          {school && (
            <Button icon="cross" onClick={() => narrow({ school: null })}>
              {t('record.onlySchool', { name: school.name })}
            </Button>
          )}
          {checker && (
            <Button icon="cross" onClick={() => narrow({ checker: null })}>
              {t('record.onlyChecker', { name: checker.displayName })}
            </Button>
          )}
        </div>
      )}
      {search.classId && list.nodes && list.nodes.length > 0 && account.value?.role !== 'vaccinator' && (
        <div class="no-print">
          <Button icon="printer" onClick={() => void printClass()}>
            {t('record.reports')}
          </Button>
        </div>
      )}
      {refused && <ErrorBox problem={refused} />}
      {list.problem && <ErrorBox problem={list.problem} onRetry={list.more} />}
      {!list.nodes && list.isLoading && <Skeleton lines={6} />}
      {list.nodes?.length === 0 && (
        <EmptyState icon="record" title={t('record.empty')}>
          <p class="muted">{t('record.empty.hint')}</p>
        </EmptyState>
      )}
      {list.nodes && list.nodes.length > 0 && (
        <div class="check-records stack-tight">
          {!hasSchools && <p class="muted small">{list.nodes[0]?.school.name}</p>}
          <Table
            caption={t('nav.records')}
            hideCaption
            columns={columnsNow(hasSchools, narrow)}
            rows={list.nodes}
            rowKey={({ id }) => id}
          />
        </div>
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
