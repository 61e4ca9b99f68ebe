import { useState } from 'preact/hooks';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/feedback.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { classOf, type Pupil } from './roster.ts';
import { VerdictBadge, VerdictDetail } from './verdict.tsx';

// A list of 2,000 pupils at once would hold a phone up for seconds.
const STEP = 200;

const columns = (checkDate: string): Column<Pupil>[] => [
  { key: 'number', head: t('column.number'), end: true, cell: ({ number }) => number },
  { key: 'name', head: t('column.name'), lead: true, cell: ({ name }) => <bdi>{name}</bdi> },
  { key: 'verdict', head: t('column.verdict'), cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
  { key: 'detail', head: t('column.detail'), cell: (pupil) => <VerdictDetail pupil={pupil} checkDate={checkDate} /> },
  { key: 'class', head: t('column.class'), cell: classOf },
  { key: 'born', head: t('column.birthDate'), cell: ({ birthDate }) => birthDate && formatDate(birthDate) },
];

/** The verdicts, pupil by pupil. */
export function PupilTable({
  pupils,
  total,
  checkDate,
}: {
  pupils: readonly Pupil[];
  total: number;
  checkDate: string;
}) {
  const [limit, setLimit] = useState(STEP);
  if (pupils.length === 0) return <EmptyState icon="search" title={t('filter.none')} />;
  const rest = pupils.length - limit;
  return (
    <div class="stack pupils">
      <p class="muted small" role="status">
        {t('filter.shown', { shown: pupils.length, total })}
      </p>
      <Table
        caption={t('column.verdict')}
        hideCaption
        columns={columns(checkDate)}
        rows={pupils.slice(0, limit)}
        rowKey={({ number }) => number}
      />
      {rest > 0 && (
        <Button wide onClick={() => setLimit(limit + STEP)}>
          {t('filter.more', { count: Math.min(rest, STEP) })}
        </Button>
      )}
    </div>
  );
}
