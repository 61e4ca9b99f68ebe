import './round.css';
import { useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { PupilNotices, type PupilNoticesQuery } from '../../data/generated/school.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Qr } from '../../ui/qr.tsx';
import type { Screen } from '../../ui/router.tsx';
import { doseText, earliestText } from '../school-check/verdict-look.ts';
import { Page } from '../session/shell.tsx';

type NoticePupil = PupilNoticesQuery['schoolPupils']['nodes'][number];

/** 补种通知单 and 补证通知单 of a class in one go: A5, two on an A4 page. */
const NoticesPage: Screen = ({ params }) => {
  const [pupils, setPupils] = useState<NoticePupil[]>();
  const [problem, setProblem] = useState<Problem>();
  const [roundId, classId] = [params.round ?? '', params.id ?? ''];
  useEffect(() => {
    const filter = { classId, isOpen: true, verdicts: ['missing_doses' as const, 'no_file' as const] };
    void client
      .query(PupilNotices, { roundId, filter })
      .toPromise()
      .then(({ data, error }) => (data ? setPupils(data.schoolPupils.nodes) : setProblem(error && problemOf(error))));
  }, [roundId, classId]);
  return (
    <Page title={t('notice.printAll')} back={`/round/${roundId}/${classId}`}>
      {problem && <ErrorBox problem={problem} />}
      {!pupils && !problem && <Skeleton lines={8} />}
      {pupils?.length === 0 && <EmptyState icon="check" title={t('notice.none')} />}
      {pupils && pupils.length > 0 && (
        <>
          <div class="row no-print">
            <Button variant="primary" icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
            <span class="muted">
              {t('notice.pages', { count: pupils.length, pages: Math.ceil(pupils.length / 2) })}
            </span>
          </div>
          <div class="a5-notices">
            {pupils.map((pupil) => (
              <A5Notice key={pupil.id} pupil={pupil} />
            ))}
          </div>
        </>
      )}
    </Page>
  );
};
export default NoticesPage;

/** One notice. It names doses and dates, never a reason, and asks for nothing but the visit. */
function A5Notice({ pupil }: { pupil: NoticePupil }) {
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
