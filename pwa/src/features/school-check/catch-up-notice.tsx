import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import type { Pupil } from './roster.ts';
import { doseText, earliestText } from './verdict-look.ts';

/** 补种通知单 or 补证通知单 of one pupil: half an A4 page. It names doses and dates, never a reason. */
export function CatchUpNotice({ pupil, school, checkDate }: { pupil: Pupil; school: string; checkDate: string }) {
  const hasNoFile = pupil.verdict === 'no_file';
  return (
    <section class="slip">
      <h2>{t(hasNoFile ? 'notice.headingNoFile' : 'notice.heading')}</h2>
      <p>{t('notice.to', { name: pupil.name })}</p>
      <p>{t(hasNoFile ? 'notice.noFile' : 'notice.missing')}</p>
      {!hasNoFile && (
        <>
          <ul class="slip-doses">
            {pupil.missing.map((missing) => (
              <li key={`${missing.series}-${missing.dose}`}>
                {doseText(missing)} · {earliestText(missing, checkDate)}
              </li>
            ))}
          </ul>
          <p>{t('notice.ask')}</p>
        </>
      )}
      <p class="slip-sign">{t('notice.sign', { school, date: formatDate(checkDate) })}</p>
    </section>
  );
}
