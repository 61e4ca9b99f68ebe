import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/scan.ts';
import { Badge } from '../../ui/feedback.tsx';
import { isDecoderReady } from '../scan/decoder.ts';
import { listsAge } from './trust.ts';

/** Whether this device can verify without a network, and by lists of which day. */
export function ListsStatus() {
  const { issued, grade } = listsAge();
  if (issued === null) return <Badge tone="warn">{t('lists.none')}</Badge>;
  const date = formatDate(todayInChina(issued * 1000));
  if (grade === 'old') return <Badge tone="warn">{t('lists.old', { date })}</Badge>;
  if (grade === 'too_old') return <Badge tone="bad">{t('lists.too_old', { date })}</Badge>;
  return (
    <span class="row">
      {isDecoderReady.value ? <Badge tone="good">{t('lists.ready')}</Badge> : <Badge>{t('lists.preparing')}</Badge>}
      <span class="muted small">{t('lists.date', { date })}</span>
    </span>
  );
}
