import './round.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  ClinicDecideMatch,
  ClinicDecideProof,
  ClinicExemptPupil,
  ClinicPupilProof,
  ClinicSchoolPupils,
  type ClinicSchoolPupilsQuery,
  ClinicSchoolRounds,
} from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { VerdictBadge } from '../school-check/verdict.tsx';
import { doseText } from '../school-check/verdict-look.ts';
import { Page } from '../session/shell.tsx';
import { CandidateFacts } from './candidate-review.tsx';
import { roundName } from './round.ts';
import { useAct } from './use-act.ts';

type Pupil = ClinicSchoolPupilsQuery['schoolPupils']['nodes'][number];

/** The pupils of the schools around the clinic who need it: to decide whose file it is, to look at a record, to catch up. */
const SchoolQueueScreen: Screen = () => {
  const { data, problem, refresh } = useData(ClinicSchoolRounds, {});
  const [view, setView] = useState('waiting');
  const round = data?.schoolRounds.find(({ state }) => state === 'open');
  return (
    <Page title={t('queue.title')}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={6} />}
      {data && !round && (
        <EmptyState icon="school" title={t('round.none')}>
          <p class="muted">{t('queue.none.hint')}</p>
        </EmptyState>
      )}
      {round && (
        <>
          <p class="muted small">{t('queue.round', { round: roundName(round), date: formatDate(round.deadline) })}</p>
          <Tabs
            label={t('queue.title')}
            selected={view}
            tabs={[
              { key: 'waiting', label: t('queue.waiting') },
              { key: 'open', label: t('queue.open') },
            ]}
            onSelect={setView}
          >
            <Queue key={view} roundId={round.id} isWaiting={view === 'waiting'} />
          </Tabs>
        </>
      )}
    </Page>
  );
};
export default SchoolQueueScreen;

function Queue({ roundId, isWaiting }: { roundId: string; isWaiting: boolean }) {
  const filter = isWaiting ? { forClinic: true } : { isOpen: true };
  const { nodes, problem, isLoading, hasMore, more, replace } = usePages(
    ClinicSchoolPupils,
    { roundId, filter },
    (data: ClinicSchoolPupilsQuery) => data.schoolPupils,
  );
  if (!nodes) return problem ? <ErrorBox problem={problem} onRetry={more} /> : <Skeleton lines={6} />;
  if (nodes.length === 0) return <EmptyState icon="check" title={t('queue.empty')} />;
  return (
    <div class="stack tab-body">
      {[...Map.groupBy(nodes, ({ school }) => school.name)].map(([school, own]) => (
        <section key={school} class="stack">
          <h2>{t('queue.school', { school, count: own.length })}</h2>
          {own.map((pupil) => (
            <QueuePupil key={pupil.id} pupil={pupil} onChanged={replace} />
          ))}
        </section>
      ))}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('filter.more', { count: 200 })}
        </Button>
      )}
    </div>
  );
}

function QueuePupil({ pupil, onChanged }: { pupil: Pupil; onChanged: (pupil: Pupil) => void }) {
  const { act, isBusy, problem } = useAct();
  const [refused, setRefused] = useState<Problem | null>(null);
  const decide = async (personId: string | null) => {
    const answer = await act(ClinicDecideMatch, { id: pupil.id, personId });
    if (answer) onChanged(answer.decidePupilMatch);
  };
  const exempt = async (isExempt: boolean) => {
    const answer = await act(ClinicExemptPupil, { id: pupil.id, isExempt });
    if (answer) onChanged(answer.exemptPupil);
  };
  const prove = async (isAccepted: boolean) => {
    const answer = await act(ClinicDecideProof, { id: pupil.id, isAccepted });
    if (answer) onChanged(answer.decidePupilProof);
  };
  const look = async () =>
    setRefused(await download(ClinicPupilProof, { id: pupil.id }, (answer) => answer.pupilProof.downloadUrl));
  const isExempt = pupil.state === 'exempt';
  return (
    <article class="card stack" aria-label={pupil.name}>
      <div class="row-between">
        <strong>
          <bdi>{pupil.name}</bdi> · {formatDate(pupil.birthDate)}
          {pupil.class && ` · ${pupil.class.grade} ${pupil.class.name}`}
        </strong>
        <VerdictBadge verdict={pupil.verdict} />
      </div>
      {pupil.missing.length > 0 && <span>{pupil.missing.map(doseText).join('、')}</span>}
      {pupil.candidates.length > 0 && (
        <ul class="candidates">
          {pupil.candidates.map((candidate) => (
            <li key={candidate.personId} class="candidate">
              <CandidateFacts candidate={candidate} />
              <Button variant="primary" icon="check" busy={isBusy} onClick={() => void decide(candidate.personId)}>
                {t('review.yes')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {(problem ?? refused) && <ErrorBox problem={(problem ?? refused) as Problem} />}
      <div class="row">
        {pupil.person && (
          <ButtonLink icon="record" href={`#/child/${pupil.person.id}`}>
            {t('queue.record')}
          </ButtonLink>
        )}
        {pupil.candidates.length > 0 && (
          <Button icon="cross" busy={isBusy} onClick={() => void decide(null)}>
            {t('review.none')}
          </Button>
        )}
        {pupil.proofState === 'waiting' && (
          <>
            <Button icon="image" onClick={() => void look()}>
              {t('queue.look')}
            </Button>
            <Button icon="check" busy={isBusy} onClick={() => void prove(true)}>
              {t('queue.accept')}
            </Button>
            <Button icon="cross" busy={isBusy} onClick={() => void prove(false)}>
              {t('queue.refuse')}
            </Button>
          </>
        )}
        {(pupil.verdict === 'missing_doses' || isExempt) && (
          <Button icon={isExempt ? 'undo' : 'dash'} busy={isBusy} onClick={() => void exempt(!isExempt)}>
            {t(isExempt ? 'queue.unexempt' : 'queue.exempt')}
          </Button>
        )}
      </div>
    </article>
  );
}
