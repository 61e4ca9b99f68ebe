import '../school-check/school-check.css';
import './round.css';
import { useMemo, useState } from 'preact/hooks';
import {
  FinishSchoolClass,
  RecheckPupils,
  RoundClasses,
  SchoolRounds,
  SendPupilNotices,
} from '../../data/generated/school.ts';
import { ServiceStatus } from '../../data/generated/session.ts';
import { useData } from '../../data/use-data.ts';
import { t as pack } from '../../i18n/class-pack.ts';
import { todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { AddPupil } from './add-pupil.tsx';
import { FollowTable } from './follow-table.tsx';
import { countStandings, type Round, roundName, STANDINGS, type Standing, standingOf } from './round.ts';
import { StandingTiles } from './standing.tsx';
import { useAct } from './use-act.ts';
import { useRoundPupils } from './use-round-pupils.ts';

/** One class of a round, followed until every pupil is done: decide, tell, see the doses come in, check again, finish. */
const ClassPage: Screen = ({ params }) => {
  const rounds = useData(SchoolRounds, {});
  const round = rounds.data?.schoolRounds.find(({ id }) => id === params.round);
  const classes = useData(RoundClasses, { roundId: params.round ?? '' });
  const own = classes.data?.schoolClasses.find(({ id }) => id === params.id);
  const title = own ? `${own.grade} ${own.name}`.trim() : t('nav.checks');
  const problem = rounds.problem ?? classes.problem;
  return (
    <Page title={title} back="/">
      {problem && <ErrorBox problem={problem} onRetry={classes.refresh} />}
      {!problem && (!rounds.data || !classes.data) && <Skeleton lines={8} />}
      {rounds.data && classes.data && (!round || !own) && <EmptyState icon="question" title={t('class.gone')} />}
      {round && own && (
        <Follow round={round} classId={own.id} isFinished={own.finishedAt !== null} onChanged={classes.refresh} />
      )}
    </Page>
  );
};
export default ClassPage;

interface FollowProps {
  round: Round;
  classId: string;
  isFinished: boolean;
  onChanged: () => void;
}

function Follow({ round, classId, isFinished, onChanged }: FollowProps) {
  const { pupils, problem, refresh } = useRoundPupils(round.id, classId);
  const status = useData(ServiceStatus, {}, { keep: true });
  const today = status.data?.serviceStatus.today ?? todayInChina();
  const { act, isBusy, problem: refused } = useAct();
  const [shown, setShown] = useState<Standing | null>(null);
  const [isAdding, setAdding] = useState(false);
  const counts = useMemo(() => countStandings(pupils ?? []), [pupils]);
  if (!pupils) return problem ? <ErrorBox problem={problem} onRetry={refresh} /> : <Skeleton lines={8} />;
  const again = () => {
    refresh();
    onChanged();
  };
  const send = async () => {
    const answer = await act(SendPupilNotices, { roundId: round.id, classId });
    if (!answer) return;
    toast(t('notice.sent', { ...answer.sendPupilNotices }));
    again();
  };
  const recheck = async () => {
    const answer = await act(RecheckPupils, { roundId: round.id, classId });
    if (!answer) return;
    toast(t('recheck.done', { ...answer.recheckPupils }));
    again();
  };
  const finish = async () => {
    if (await act(FinishSchoolClass, { id: classId, isDone: !isFinished })) again();
  };
  const isRecheckTime = today >= round.recheckFrom && today <= round.recheckTo;
  // Who needs somebody stands first.
  const list = pupils
    .filter((pupil) => shown === null || standingOf(pupil) === shown)
    .sort((a, b) => STANDINGS.indexOf(standingOf(a)) - STANDINGS.indexOf(standingOf(b)));
  return (
    <>
      <p class="muted small">{roundName(round)}</p>
      <div class="row no-print">
        {counts.tell > 0 && (
          <Button variant="primary" icon="bell" busy={isBusy} onClick={() => void send()}>
            {t('notice.send', { count: counts.tell })}
          </Button>
        )}
        <ButtonLink icon="printer" href={`#/round/${round.id}/${classId}/notices`}>
          {t('notice.printAll')}
        </ButtonLink>
        <ButtonLink icon="offline" href={`#/offline/${round.id}/${classId}`}>
          {pack('pack.link')}
        </ButtonLink>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t('pupil.add')}
        </Button>
        {isRecheckTime && (
          <Button icon="refresh" busy={isBusy} onClick={() => void recheck()}>
            {t('recheck.run')}
          </Button>
        )}
        <Button icon={isFinished ? 'undo' : 'check'} busy={isBusy} onClick={() => void finish()}>
          {t(isFinished ? 'class.reopen' : 'class.finish')}
        </Button>
      </div>
      {refused && <ErrorBox problem={refused} />}
      <StandingTiles counts={counts} selected={shown} onSelect={setShown} />
      {list.length === 0 ? (
        <EmptyState icon="search" title={t('filter.none')} />
      ) : (
        <FollowTable pupils={list} today={today} />
      )}
      {isAdding && (
        <AddPupil
          roundId={round.id}
          classId={classId}
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            again();
          }}
        />
      )}
    </>
  );
}
