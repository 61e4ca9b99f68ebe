import type { PupilNoticesQuery } from '../../data/generated/school.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Qr } from '../../ui/qr.tsx';
import { doseText, earliestText } from '../school-check/verdict-look.ts';

type NoticePupil = Pick<
  PupilNoticesQuery['schoolPupils']['nodes'][number],
  'name' | 'birthDate' | 'verdict' | 'class' | 'school' | 'missing' | 'managingClinic' | 'answerCode'
>;

/** One notice. It names doses and dates, never a reason, and asks for nothing but the visit. */
export function A5Notice({ pupil }: { pupil: NoticePupil }) {
  const today = todayInChina();
  const isReissue = pupil.verdict === 'no_file';
  const clinic = pupil.managingClinic?.name ?? t('notice.anyClinic');
  return (
    <section class="a5">
      <h2>{t(isReissue ? 'notice.headingNoFile' : 'notice.heading')}</h2>
      <div class="a5-body">
        <div class="stack-tight">
          <p>{t('notice.to', { name: pupil.name })}</p>
          <p class="small">
            {t('notice.born', { date: formatDate(pupil.birthDate) })}
            {pupil.class && ` · ${pupil.class.grade} ${pupil.class.name}`}
          </p>
          <p>{t(isReissue ? 'notice.noFile' : 'notice.missing')}</p>
          {!isReissue && (
            <ul class="a5-doses">
              {pupil.missing.map((dose) => (
                <li key={`${dose.series} ${dose.dose}`}>
                  {doseText(dose)} · {earliestText(dose, today)}
                </li>
              ))}
            </ul>
          )}
          <p>{t(isReissue ? 'notice.askReissue' : 'notice.askAt', { clinic })}</p>
        </div>
        {pupil.answerCode && (
          <div class="a5-code">
            <Qr text={pupil.answerCode} label={t('notice.code')} />
            <span class="small">{t('notice.code')}</span>
          </div>
        )}
      </div>
      <p class="a5-law small">{t('notice.law')}</p>
      <p class="a5-sign">{t('notice.sign', { school: pupil.school.name, date: formatDate(today) })}</p>
    </section>
  );
}
