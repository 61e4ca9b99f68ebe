import type { LicenceTypeVersionPartsFragment } from '../../data/generated/desk.ts';
import { t } from '../../i18n/licence.ts';
import { Table } from '../../ui/table.tsx';

type Difference = LicenceTypeVersionPartsFragment['differences'][number];

/** What differs, part by part, before and after. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <Table
      caption={t('log.changes')}
      hideCaption
      rows={differences.map((difference, place) => ({ ...difference, place }))}
      rowKey={({ place }) => place}
      columns={[
        {
          key: 'of',
          head: t('diff.of'),
          lead: true,
          cell: ({ label, field }) => (
            <span class="field-name">
              {label ?? t('diff.whole')} {field && <span class="muted small mono">{field}</span>}
            </span>
          ),
        },
        { key: 'what', head: t('diff.what'), cell: ({ what }) => <span class="unbroken">{t(`diff.${what}`)}</span> },
        {
          key: 'before',
          head: t('diff.before'),
          cell: ({ before }) => <span class="diff-value">{before ?? '—'}</span>,
        },
        { key: 'after', head: t('diff.after'), cell: ({ after }) => <span class="diff-value">{after ?? '—'}</span> },
      ]}
    />
  );
}
