import '../schedule-chart/schedule-chart.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  LicenceLog,
  LicenceLogFile,
  type LicenceLogKind,
  type LicenceLogQuery,
  LicenceTypes,
} from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';

type Line = LicenceLogQuery['licenceLog']['nodes'][number];
const KINDS = [
  'generated',
  'collected',
  'overwritten',
  'voided',
  'suspended',
  'restored',
  'expired',
  'migrated',
] as const;

/** What was done to licences, for ever (J-45): searched by type, action and day, taken home as .xlsx. */
const LogPage: Screen = () => {
  const [type, setType] = useState('');
  const [kind, setKind] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [refused, setRefused] = useState<Problem | null>(null);
  const types = useData(LicenceTypes, {});
  const names = new Map(types.data?.licenceTypes.nodes.map(({ slug, name }) => [slug, name]));
  const filter = {
    type: type || null,
    kind: (kind || null) as LicenceLogKind | null,
    from: from || null,
    to: to || null,
  };
  const exportFile = async () =>
    setRefused(await download(LicenceLogFile, { filter }, ({ licenceLog }) => licenceLog.fileUrl));
  return (
    <Page title={t('oplog.title')} back="/licences">
      <p class="muted">{t('oplog.explain')}</p>
      <div class="coverage-choice no-print">
        <Select
          label={t('licences.type')}
          value={type}
          placeholder={t('licences.all')}
          options={[...names].map(([value, label]) => ({ value, label }))}
          onInput={setType}
        />
        <Select
          label={t('oplog.kind')}
          value={kind}
          placeholder={t('licences.all')}
          options={KINDS.map((value) => ({ value, label: t(`oplog.${value}`) }))}
          onInput={setKind}
        />
        <DateField label={t('oplog.from')} value={from} optional {...(to && { max: to })} onInput={setFrom} />
        <DateField label={t('oplog.to')} value={to} optional {...(from && { min: from })} onInput={setTo} />
        <Button icon="download" onClick={() => void exportFile()}>
          {t('oplog.export')}
        </Button>
      </div>
      {refused && <ErrorBox problem={refused} />}
      <Lines key={JSON.stringify(filter)} filter={filter} names={names} />
    </Page>
  );
};
export default LogPage;

function Lines({
  filter,
  names,
}: {
  filter: { type: string | null; kind: LicenceLogKind | null; from: string | null; to: string | null };
  names: ReadonlyMap<string, string>;
}) {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly Line[]>([]);
  const { data, problem, isLoading, refresh } = useData(LicenceLog, { filter, after });
  const page = data?.licenceLog;
  const rows = [...earlier, ...(page?.nodes ?? [])];
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && rows.length === 0 && <Skeleton lines={6} />}
      {page && rows.length === 0 && <EmptyState icon="record" title={t('log.none')} />}
      {rows.length > 0 && (
        <Table
          caption={t('oplog.title')}
          hideCaption
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            { key: 'at', head: t('log.at'), cell: ({ at }) => <span class="number">{formatInstant(at)}</span> },
            { key: 'type', head: t('licences.type'), lead: true, cell: ({ type }) => names.get(type) ?? type },
            { key: 'kind', head: t('oplog.kind'), cell: ({ kind }) => t(`oplog.${kind}`) },
            {
              key: 'number',
              head: t('licence.number'),
              cell: ({ number, licenceId }) =>
                licenceId ? <a href={`#/licences/${licenceId}`}>{number}</a> : t('oplog.many'),
            },
            { key: 'rows', head: t('oplog.rows'), end: true, cell: ({ rows: n }) => <span class="number">{n}</span> },
            { key: 'reason', head: t('oplog.reason'), cell: ({ reason }) => reason ?? '' },
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
          {t('licences.more')}
        </Button>
      )}
    </>
  );
}
