import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/scan.ts';
import { Badge, Notice } from '../../ui/feedback.tsx';
import { isDecoderReady } from '../scan/decoder.ts';
import { listsAge } from './trust.ts';

/** Whether this device can verify without a network, and by lists of which day. */
export function ListsStatus() {
  const { issued, grade } = listsAge();
  if (issued === null) return <Badge tone="warn">{t('lists.none')}</Badge>;
  const date = formatDate(todayInChina(issued * 1000));
  // A sentence, not a mark: it wraps on a phone.
  if (grade === 'old') return <Notice tone="warn">{t('lists.old', { date })}</Notice>;
  if (grade === 'too_old') return <Notice tone="bad">{t('lists.too_old', { date })}</Notice>;
  return (
    <span class="row">
      {isDecoderReady.value ? <Badge tone="good">{t('lists.ready')}</Badge> : <Badge>{t('lists.preparing')}</Badge>}
      <span class="muted small">{t('lists.date', { date })}</span>
    </span>
  );
}
