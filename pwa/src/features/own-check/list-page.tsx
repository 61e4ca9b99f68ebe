import './own-check.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { OwnChecks, OwnChecksFile, type OwnChecksQuery } from '../../data/generated/checks.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/checks.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t as received } from '../../i18n/handover.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { ResultBadge } from './result-badge.tsx';

type Row = OwnChecksQuery['ownChecks']['nodes'][number];

interface Search {
  number: string;
  name: string;
  birthDate: string;
  result: string;
}
const NOTHING: Search = { number: '', name: '', birthDate: '', result: '' };

/** The columns in the language of the moment. */
const columnsNow = (base: string): Column<Row>[] => [
  {
    key: 'name',
    head: t('column.name'),
    lead: true,
    cell: ({ id, name }) => (
      <a href={`#/${base}/${id}`}>
        <bdi>{name}</bdi>
      </a>
    ),
  },
  { key: 'school', head: t('column.school'), cell: ({ school }) => school.name },
  { key: 'kind', head: t('column.kind'), cell: ({ entryKind }) => t(`kind.${entryKind}`) },
  { key: 'date', head: t('column.date'), cell: ({ checkDate }) => formatDate(checkDate) },
  { key: 'result', head: t('column.result'), cell: ({ result }) => <ResultBadge result={result} /> },
  {
    key: 'taken',
    head: t('column.taken'),
    cell: ({ takenAt, state }) =>
      takenAt ? formatDate(todayInChina(Date.parse(takenAt))) : state === 'valid' ? t('taken.no') : t(`state.${state}`),
  },
  { key: 'number', head: t('column.number'), cell: ({ number }) => <span class="mono">{number}</span> },
];

/** Checks made by parents: the family's own, or those of the school or area; searched by number or whole name. */
const ListPage: Screen = () => {
  const isFamily = account.value?.role === 'guardian';
  const [typed, setTyped] = useState<Search>(NOTHING);
  const [search, setSearch] = useState<Search>(NOTHING);
  const filter = {
    ...(search.number.trim() && { number: search.number.trim() }),
    ...(search.name.trim() && search.birthDate && { name: search.name.trim(), birthDate: search.birthDate }),
    ...(search.result && { result: Number(search.result) }),
  };
  const list = usePages(OwnChecks, { filter }, (answer) => answer.ownChecks);
  const [refused, setRefused] = useState<Problem | null>(null);
  const exportFile = async () =>
    setRefused(await download(OwnChecksFile, { filter }, (answer) => answer.ownChecksFileUrl));
  const put = (change: Partial<Search>) => setTyped({ ...typed, ...change });
  return (
    <Page title={t(isFamily ? 'own.list' : 'own.requests')} {...(isFamily && { back: '/' })}>
      {account.value?.role === 'school_checker' && (
        <div class="row no-print">
          <ButtonLink icon="certificate" href="#/received">
            {received('received.title')}
          </ButtonLink>
        </div>
      )}
      <form
        class="own-filter no-print"
        onSubmit={(event) => {
          event.preventDefault();
          setSearch(typed);
        }}
      >
        <TextField
          label={t('own.search.number')}
          type="search"
          value={typed.number}
          onInput={(number) => put({ number })}
        />
        {!isFamily && (
          <>
            <TextField
              label={t('own.search.name')}
              type="search"
              value={typed.name}
              onInput={(name) => put({ name })}
            />
            <DateField
              label={t('own.search.birthDate')}
              value={typed.birthDate}
              onInput={(birthDate) => put({ birthDate })}
            />
          </>
        )}
        <Select
          label={t('own.search.result')}
          value={typed.result}
          placeholder={t('own.search.all')}
          options={[
            { value: '1', label: t('result.1') },
            { value: '2', label: t('result.2') },
          ]}
          onInput={(result) => put({ result })}
        />
        <Button type="submit" icon="search">
          {t('own.search')}
        </Button>
        <Button icon="download" onClick={() => void exportFile()}>
          {t('summary.export')}
        </Button>
      </form>
      {refused && <ErrorBox problem={refused} />}
      {list.problem && <ErrorBox problem={list.problem} onRetry={list.more} />}
      {!list.nodes && list.isLoading && <Skeleton lines={6} />}
      {list.nodes?.length === 0 && (
        <EmptyState icon="record" title={t(isFamily ? 'own.list.empty' : 'own.requests.empty')}>
          {isFamily && <p class="muted">{t('own.list.empty.hint')}</p>}
        </EmptyState>
      )}
      {list.nodes && list.nodes.length > 0 && (
        <Table
          caption={t('own.list')}
          hideCaption
          columns={columnsNow(isFamily ? 'checks' : 'own-checks')}
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
export default ListPage;
