import type { FamilyHealthQuery } from '../../data/generated/family.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/own-file.ts';
import { Notice } from '../../ui/feedback.tsx';

type HealthRecord = NonNullable<NonNullable<FamilyHealthQuery['person']>['healthRecord']>;

/** What the linked e-health record tells: past illnesses, allergies, medication. */
export function HealthRecordFacts({ record }: { record: HealthRecord }) {
  if (!record.isReachable) return <Notice tone="warn">{t('health.away')}</Notice>;
  const lists: [string, string[]][] = [
    [
      t('health.past'),
      record.pastHistory.map(({ name, since }) => [name, since && formatDate(since)].filter(Boolean).join(' ')),
    ],
    [
      t('health.allergies'),
      record.allergies.map(({ substance, reaction }) => [substance, reaction].filter(Boolean).join(' · ')),
    ],
    [
      t('health.medication'),
      record.medication.map(({ name, usage, until }) =>
        [name, usage, until && t('health.until', { date: formatDate(until) })].filter(Boolean).join(' · '),
      ),
    ],
  ];
  return (
    <>
      <dl class="facts">
        {lists.map(([label, items]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{items.length === 0 ? t('health.empty') : items.join('；')}</dd>
          </div>
        ))}
      </dl>
      {record.updatedOn && <p class="small muted">{t('health.updated', { date: formatDate(record.updatedOn) })}</p>}
    </>
  );
}
