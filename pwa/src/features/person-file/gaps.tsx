import type { ClinicRecordQuery } from '../../data/generated/clinic.ts';
import { t } from '../../i18n/file.ts';
import { Badge } from '../../ui/feedback.tsx';

type Gap = NonNullable<ClinicRecordQuery['person']>['gaps'][number];

/** What the basic data set of a file lacks or contradicts, with the way to mend it. */
export function Gaps({ personId, gaps }: { personId: string; gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null;
  return (
    <div class="stack-tight no-print">
      <p class="row">
        <span class="muted">{t('gaps.title', { count: gaps.length })}</span>
        <a href={`#/child/${personId}/edit`}>{t('gaps.mend')}</a>
      </p>
      <ul class="row" aria-label={t('gaps.title', { count: gaps.length })}>
        {gaps.map(({ field, fault }) => (
          <li key={field}>
            <Badge tone={fault === 'missing' ? 'neutral' : 'warn'}>
              {t(`gaps.${fault}`, { field: t(`gap.${field}`) })}
            </Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
