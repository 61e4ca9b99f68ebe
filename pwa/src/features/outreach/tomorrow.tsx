import { t } from '../../i18n/outreach.ts';
import { currentDay } from '../../offline/day.ts';
import { pack } from '../../offline/packs-data.ts';
import { Notice } from '../../ui/feedback.tsx';
import { useCodes } from '../packs/use-clinic.ts';
import { notReadyFor } from './sessions.ts';

/** Says the evening before that the tablet needs its pack for the session of tomorrow. */
export function Tomorrow() {
  const { codes } = useCodes();
  const coming = notReadyFor(codes, currentDay(), pack.value?.generation.takenAt ?? null);
  if (coming.length === 0) return null;
  return (
    <Notice tone="warn" title={t('tomorrow', { points: coming.map(({ point }) => point).join(' / ') })}>
      <a href="#/pack">{t('tomorrow.pack')}</a>
    </Notice>
  );
}
