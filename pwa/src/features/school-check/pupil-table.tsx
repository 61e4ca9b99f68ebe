import type { ComponentChildren } from 'preact';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { EmptyState } from '../../ui/feedback.tsx';
import type { Column } from '../../ui/table.tsx';
import { LongTable } from './long-table.tsx';
import { classOf, type Pupil } from './roster.ts';
import { VerdictBadge, VerdictDetail } from './verdict.tsx';

type Mend = ((pupil: Pupil) => ComponentChildren) | null;

const columns = (checkDate: string, mend: Mend): Column<Pupil>[] => [
  { key: 'name', head: t('column.name'), lead: true, cell: ({ name }) => <bdi>{name || '–'}</bdi> },
  { key: 'verdict', head: t('column.verdict'), cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
  {
    key: 'detail',
    head: t('column.detail'),
    cell: (pupil) => (
      <div class="pupil-detail">
        <VerdictDetail pupil={pupil} checkDate={checkDate} />
        {pupil.verdict === 'to_mend' && mend && <div class="no-print">{mend(pupil)}</div>}
      </div>
    ),
  },
  { key: 'class', head: t('column.class'), cell: (pupil) => classOf(pupil) || t('class.none') },
  { key: 'born', head: t('column.birthDate'), cell: ({ birthDate }) => (birthDate ? formatDate(birthDate) : '–') },
  { key: 'row', head: t('column.row'), end: true, cell: ({ number }) => number },
];

/** The verdicts, pupil by pupil. */
export function PupilTable({
  pupils,
  total,
  checkDate,
  mend,
}: {
  pupils: readonly Pupil[];
  total: number;
  checkDate: string;
  /** what stands under a row with mistakes */
  mend: Mend;
}) {
  if (pupils.length === 0) return <EmptyState icon="search" title={t('filter.none')} />;
  return (
    <div class="stack pupils">
      <p class="muted small" role="status">
        {t('filter.shown', { shown: pupils.length, total })}
      </p>
      <LongTable caption={t('column.verdict')} columns={columns(checkDate, mend)} pupils={pupils} />
    </div>
  );
}
