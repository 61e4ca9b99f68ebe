import { useState } from 'preact/hooks';
import { SealStatistics } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { DateField } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';

const FIGURES = ['active', 'made', 'ended', 'sealed', 'failed', 'withdrawn'] as const;

/** Seals and sealings by division and time. */
export function SealFigures() {
  const division = useMe().data?.me?.divisions[0]?.code ?? '';
  const [to, setTo] = useState(todayInChina());
  const [from, setFrom] = useState(`${todayInChina().slice(0, 4)}-01-01`);
  const isAskable = division !== '' && from !== '' && to !== '' && from <= to;
  const { data, problem, refresh } = useData(SealStatistics, { division, from, to }, { pause: !isAskable });
  return (
    <section class="stack">
      <div class="row">
        <DateField label={t('figures.from')} value={from} max={to} onInput={setFrom} />
        <DateField label={t('figures.to')} value={to} min={from} onInput={setTo} />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={4} />}
      {data?.sealStatistics.length === 0 && <p class="muted">{t('figures.empty')}</p>}
      {data && data.sealStatistics.length > 0 && (
        <Table
          caption={t('seals.tab.figures')}
          hideCaption
          rows={data.sealStatistics}
          rowKey={({ division: code }) => code}
          columns={[
            {
              key: 'division',
              head: t('figures.division'),
              lead: true,
              cell: ({ division: code }) => <span class="number">{code}</span>,
            },
            ...FIGURES.map((key) => ({
              key,
              head: t(`figures.${key}`),
              end: true,
              cell: (row: (typeof data.sealStatistics)[number]) => <span class="number">{row[key]}</span>,
            })),
          ]}
        />
      )}
    </section>
  );
}
