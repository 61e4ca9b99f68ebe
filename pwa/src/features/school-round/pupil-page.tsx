import '../school-check/school-check.css';
import './round.css';
import { useState } from 'preact/hooks';
import {
  AskClinicToDecide,
  NoteCertificateSeen,
  RoundPupil as RoundPupilOf,
  type RoundPupilQuery,
  SendPupilNotices,
} from '../../data/generated/school.ts';
import { ServiceStatus } from '../../data/generated/session.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { VerdictBadge } from '../school-check/verdict.tsx';
import { Page } from '../session/shell.tsx';
import { CandidateReview } from './candidate-review.tsx';
import { Detail, noticeText } from './follow-table.tsx';
import { Fact, PupilSteps } from './pupil-facts.tsx';
import { PupilProofBox } from './pupil-proof.tsx';
import { standingOf } from './round.ts';
import { StandingBadge } from './standing.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { useAct } from './use-act.ts';

export type PupilDetail = NonNullable<RoundPupilQuery['schoolPupil']>;

/** One pupil in a round: the verdict, what to do about it, and what happened so far. */
const PupilPage: Screen = ({ params }) => {
  const { data, problem, refresh } = useData(RoundPupilOf, { id: params.id ?? '' });
  const pupil = data?.schoolPupil;
  const back = pupil?.class ? `/round/${pupil.round.id}/${pupil.class.id}` : '/';
  return (
    <Page title={pupil?.name ?? t('column.name')} back={back}>
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={6} />}
      {data && !pupil && <EmptyState icon="question" title={t('pupil.gone')} />}
      {pupil && <PupilView pupil={pupil} onChanged={refresh} />}
    </Page>
  );
};
export default PupilPage;

function PupilView({ pupil, onChanged }: { pupil: PupilDetail; onChanged: () => void }) {
  const { act, isBusy, problem } = useAct();
  const [isMoving, setMoving] = useState(false);
  const status = useData(ServiceStatus, {}, { keep: true });
  const today = status.data?.serviceStatus.today ?? todayInChina();
  const standing = standingOf(pupil);
  const isTold = pupil.verdict === 'missing_doses' || pupil.verdict === 'no_file';
  const run = async (work: Promise<unknown>) => {
    if (await work) onChanged();
  };
  return (
    <>
      <section class="card stack">
        <div class="row">
          <StandingBadge standing={standing} />
          {/* Whom somebody has to decide about has no verdict yet: once is enough. */}
          {standing !== 'decide' && <VerdictBadge verdict={pupil.verdict} />}
        </div>
        <Detail pupil={pupil} today={today} />
        <dl class="facts">
          <Fact name={t('column.birthDate')} value={formatDate(pupil.birthDate)} />
          <Fact name={t('rosterColumn.documentNumber')} value={pupil.documentNumber ?? '–'} />
          <Fact name={t('rosterColumn.guardianPhone')} value={pupil.guardianPhone ?? '–'} />
          <Fact name={t('column.checkDate')} value={formatDate(pupil.checkedOn)} />
          <Fact name={t('column.notice')} value={noticeText(pupil)} />
          <Fact
            name={t('pupil.certificate')}
            value={pupil.certificateSeen === null ? '–' : t(pupil.certificateSeen ? 'pupil.seen' : 'pupil.notSeen')}
          />
          {pupil.recheckOn && (
            <Fact
              name={t('pupil.recheck')}
              value={`${formatDate(pupil.recheckOn)} · ${pupil.recheckResult ? t(`verdict.${pupil.recheckResult}`) : ''}`}
            />
          )}
        </dl>
        {problem && <ErrorBox problem={problem} />}
        <div class="row no-print">
          <Button
            icon="certificate"
            busy={isBusy}
            onClick={() =>
              void run(act(NoteCertificateSeen, { id: pupil.id, isSeen: !(pupil.certificateSeen ?? false) }))
            }
          >
            {t(pupil.certificateSeen ? 'pupil.noteNotSeen' : 'pupil.noteSeen')}
          </Button>
          {isTold && (
            <Button
              icon="bell"
              busy={isBusy}
              onClick={() => void run(act(SendPupilNotices, { roundId: pupil.round.id, pupilIds: [pupil.id] }))}
            >
              {t('notice.sendOne')}
            </Button>
          )}
          {(pupil.verdict === 'candidate' || pupil.verdict === 'no_file') && !pupil.forClinic && (
            <Button icon="clinic" busy={isBusy} onClick={() => void run(act(AskClinicToDecide, { id: pupil.id }))}>
              {t('review.ask')}
            </Button>
          )}
          <Button icon="next" onClick={() => setMoving(true)}>
            {t('transfer.title')}
          </Button>
        </div>
        {pupil.forClinic && <Notice>{t('review.asked')}</Notice>}
      </section>
      {pupil.candidates.length > 0 && <CandidateReview pupil={pupil} onDecided={onChanged} />}
      {pupil.verdict === 'no_file' && <PupilProofBox pupil={pupil} onChanged={onChanged} />}
      <PupilSteps steps={pupil.steps} />
      {isMoving && (
        <TransferDialog
          pupil={pupil}
          onClose={() => setMoving(false)}
          onMoved={() => {
            setMoving(false);
            onChanged();
          }}
        />
      )}
    </>
  );
}
