import './round.css';
import { useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { PupilNotices, type PupilNoticesQuery } from '../../data/generated/school.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { A5Notice } from './a5-notice.tsx';

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
