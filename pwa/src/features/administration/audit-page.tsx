import './administration.css';
import { ERROR_CODES, type ErrorCode } from '@miaoben/schema';
import { useState } from 'preact/hooks';
import { AuditLines, type AuditLinesQuery } from '../../data/generated/desk.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { t as roleName } from '../../i18n/role.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';

type Line = AuditLinesQuery['auditLines']['nodes'][number];

/** who did what and when. */
const AuditPage: Screen = () => {
  const [text, setText] = useState('');
  const [operation, setOperation] = useState<string | null>(null);
  const { nodes, problem, isLoading, hasMore, more } = usePages(AuditLines, { operation }, (data) => data.auditLines);
  return (
    <Page title={t('audit.title')}>
      <p class="muted small">{t('audit.hint')}</p>
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          setOperation(text.trim() || null);
        }}
      >
        <TextField
          label={t('audit.filter')}
          hint={t('audit.filterHint')}
          type="search"
          value={text}
          onInput={setText}
          autocomplete="off"
          maxLength={100}
        />
        <Button type="submit" icon="search">
          {t('audit.apply')}
        </Button>
      </form>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={8} />}
      {nodes?.length === 0 && <EmptyState icon="record" title={t('audit.none')} />}
      {nodes && nodes.length > 0 && (
        <Table caption={t('audit.title')} hideCaption columns={columns()} rows={nodes} rowKey={({ id }) => id} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
    </Page>
  );
};
export default AuditPage;

const columns = (): Column<Line>[] => [
  { key: 'operation', head: t('audit.operation'), lead: true, cell: ({ operation }) => <bdi>{operation}</bdi> },
  { key: 'at', head: t('audit.at'), cell: ({ at }) => <span class="number">{formatInstant(at)}</span> },
  { key: 'outcome', head: t('audit.outcome'), cell: ({ outcome }) => <Outcome outcome={outcome} /> },
  { key: 'account', head: t('audit.account'), cell: Who },
  { key: 'subject', head: t('audit.subject'), cell: ({ subject }) => <span class="mono small">{subject ?? '–'}</span> },
];

const isErrorCode = (outcome: string): outcome is ErrorCode => outcome in ERROR_CODES;

function Outcome({ outcome }: { outcome: string }) {
  if (outcome === 'done') return <Badge tone="good">{t('audit.done')}</Badge>;
  return (
    <span class="stack-tight">
      <span>
        <Badge tone="warn">{outcome}</Badge>
      </span>
      {isErrorCode(outcome) && <span class="muted small">{problemText({ code: outcome })}</span>}
    </span>
  );
}

function Who({ account }: Line) {
  if (!account) return <span class="muted">{t('audit.nobody')}</span>;
  return (
    <span>
      <bdi>{account.displayName}</bdi> <span class="muted small">{roleName(account.role)}</span>
    </span>
  );
}
