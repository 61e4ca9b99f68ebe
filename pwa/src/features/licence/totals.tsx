import { useState } from 'preact/hooks';
import { LicenceCounts, type LicenceCountsQuery } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/licence.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';
import { type LicenceTotal, STATES, totalsBy } from './totals-by.ts';
import { TypeSelect } from './type-select.tsx';

const VALIDITIES = ['valid', 'expiring', 'expired'] as const;
type Count = LicenceCountsQuery['licenceCounts'][number];

/** Totals of each type, or of each issuer of one type, by filters that go together. */
export function Totals({ names }: { names: ReadonlyMap<string, string> }) {
  const [type, setType] = useState('');
  const [issuer, setIssuer] = useState('');
  const [state, setState] = useState('');
  const [validity, setValidity] = useState('');
  const { data, problem, isLoading, refresh } = useData(LicenceCounts, {
    type: type || null,
    issuer: issuer.trim() || null,
    state: (state || null) as Count['state'] | null,
    validity: validity || null,
  });
  const rows = data && totalsBy(data.licenceCounts, type === '' ? 'type' : 'issuerName', t('totals.all'));
  return (
    <>
      <div class="coverage-choice no-print">
        <TypeSelect names={names} value={type} onInput={setType} />
        <TextField
          type="search"
          label={t('totals.who')}
          placeholder={t('licences.prefix')}
          value={issuer}
          maxLength={100}
          onInput={setIssuer}
        />
        <Select
          label={t('column.$state')}
          value={state}
          placeholder={t('licences.all')}
          options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          onInput={setState}
        />
        <Select
          label={t('totals.validity')}
          value={validity}
          placeholder={t('licences.all')}
          options={VALIDITIES.map((value) => ({ value, label: t(`licences.${value}`) }))}
          onInput={setValidity}
        />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !data && <Skeleton lines={8} />}
      {data?.licenceCounts.length === 0 && <EmptyState icon="search" title={t('totals.none')} />}
      {rows && rows.length > 1 && (
        <Table
          caption={t(type === '' ? 'totals.byType' : 'totals.byIssuer')}
          rows={rows}
          rowKey={({ of }) => of}
          columns={[
            {
              key: 'of',
              head: t(type === '' ? 'licences.type' : 'totals.who'),
              lead: true,
              cell: ({ of }) => names.get(of) ?? of,
            },
            ...STATES.map((key) => ({
              key,
              head: t(`state.${key}`),
              end: true,
              cell: (row: LicenceTotal) => <span class="number">{row[key]}</span>,
            })),
            { key: 'sum', head: t('totals.sum'), end: true, cell: ({ sum }) => <span class="number">{sum}</span> },
          ]}
        />
      )}
    </>
  );
}
