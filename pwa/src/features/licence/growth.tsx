import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { LicenceGrowth, LicenceGrowthFile, type LicenceGrowthQuery } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';
import { TypeSelect } from './type-select.tsx';

type Row = LicenceGrowthQuery['licenceGrowth']['rows'][number];
const DAY_MS = 86_400_000;
const MONTH = 29;

const signed = (n: number): string => (n > 0 ? `+${n}` : String(n).replace('-', '−'));

/** New licences of a span beside those of earlier ones, by type; taken home as .xlsx. */
export function Growth({ names }: { names: ReadonlyMap<string, string> }) {
  const today = todayInChina();
  const [type, setType] = useState('');
  const [from, setFrom] = useState(todayInChina(Date.now() - MONTH * DAY_MS));
  const [to, setTo] = useState(today);
  const [refused, setRefused] = useState<Problem | null>(null);
  const asked = { type: type || null, from, to };
  const { data, problem, isLoading, refresh } = useData(LicenceGrowth, asked);
  const rows = data?.licenceGrowth.rows ?? [];
  const number = (key: 'added' | 'before' | 'lastYear' | 'renewed' | 'voided') => ({
    key,
    head: t(`growth.${key}`),
    end: true,
    cell: (row: Row) => <span class="number">{row[key]}</span>,
  });
  return (
    <>
      <p class="muted">{t('growth.explain')}</p>
      <div class="coverage-choice no-print">
        <TypeSelect names={names} value={type} onInput={setType} />
        <DateField label={t('oplog.from')} value={from} max={to} onInput={(day) => day && setFrom(day)} />
        <DateField label={t('oplog.to')} value={to} min={from} max={today} onInput={(day) => day && setTo(day)} />
        <Button
          icon="download"
          onClick={() =>
            void download(LicenceGrowthFile, asked, ({ licenceGrowth }) => licenceGrowth.fileUrl).then(setRefused)
          }
        >
          {t('oplog.export')}
        </Button>
      </div>
      {refused && <ErrorBox problem={refused} />}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !data && <Skeleton lines={6} />}
      {data && rows.length === 0 && <EmptyState icon="calendar" title={t('growth.none')} />}
      {rows.length > 0 && (
        <Table
          caption={t('totals.growth')}
          hideCaption
          rows={rows}
          rowKey={({ type: slug }) => slug}
          columns={[
            {
              key: 'type',
              head: t('licences.type'),
              lead: true,
              cell: ({ type: slug }) => names.get(slug) ?? slug,
            },
            number('added'),
            number('before'),
            {
              key: 'change',
              head: t('growth.change'),
              end: true,
              cell: ({ added, before }) => <span class="number">{signed(added - before)}</span>,
            },
            number('lastYear'),
            number('renewed'),
            number('voided'),
          ]}
        />
      )}
    </>
  );
}
