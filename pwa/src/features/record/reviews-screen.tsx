import { useRef, useState } from 'preact/hooks';
import { ClinicReviews, type ClinicReviewsQuery, ReviewDose } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { ageText } from '../../i18n/age.ts';
import { t } from '../../i18n/clinic.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';

type Node = ClinicReviewsQuery['dosesToReview']['nodes'][number];
type Dose = Omit<Node, 'conflictsWith' | 'person'>;

/** One child and day: more than one record of a vaccine, or one whose vial is in doubt. */
interface Case {
  key: string;
  person: Node['person'];
  doses: readonly Dose[];
}

/** Records that wait for a look, those that may be one dose recorded twice together. */
function casesOf(nodes: readonly Node[]): Case[] {
  const cases = new Map<string, Case>();
  for (const { conflictsWith, person, ...dose } of nodes) {
    const doses: Dose[] = [dose, ...conflictsWith].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
    const key = doses
      .map(({ id }) => id)
      .sort()
      .join();
    cases.set(key, { key, person, doses });
  }
  return [...cases.values()];
}

/** Doses that may have been recorded twice (design section 7) or cannot be of the vial they name: a person decides. */
const ReviewsScreen: Screen = () => {
  const { data, problem, isLoading, refresh } = useData(ClinicReviews, { after: null });
  const cases = casesOf(data?.dosesToReview.nodes ?? []);
  return (
    <Page title={t('review.title')} back="/">
      <p class="muted">{t('review.explain')}</p>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !data && <Skeleton lines={6} />}
      {data && cases.length === 0 && <EmptyState icon="check" title={t('review.none')} />}
      {cases.map((one) => (
        <CaseCard key={one.key} of={one} onDecided={refresh} />
      ))}
    </Page>
  );
};
export default ReviewsScreen;

function CaseCard({ of: { person, doses }, onDecided }: { of: Case; onDecided: () => void }) {
  return (
    <section class="card">
      <a class="row" href={`#/child/${person.id}`}>
        <strong>
          <bdi>{person.name}</bdi>
        </strong>
        <span class="number">{ageText(person.birthDate, currentDay())}</span>
      </a>
      <ul class="grid">
        {doses.map((dose) => (
          <li key={dose.id}>
            <Record dose={dose} isAlone={doses.length === 1} onDecided={onDecided} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Record({ dose, isAlone, onDecided }: { dose: Dose; isAlone: boolean; onDecided: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One command per decision: pressing again after a lost answer is the same step.
  const commands = useRef({ keep: newId(), void: newId() });
  const decide = async (keep: boolean) => {
    setBusy(true);
    const reason = keep ? null : t(dose.vialDoubt && isAlone ? 'reason.vial' : 'reason.twice');
    const answer = await mutate(ReviewDose, {
      commandId: commands.current[keep ? 'keep' : 'void'],
      doseId: dose.id,
      keep,
      reason,
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(keep ? t('review.kept') : t('review.voided'));
    onDecided();
  };
  const who = dose.vaccinator?.displayName ?? dose.vaccinatorName;
  return (
    <div class="review">
      <div class="stack-tight">
        <strong>{dose.vaccine.name}</strong>
        <span class="number">{formatDate(dose.date)}</span>
        {dose.lotNumber && <span class="mono small">{t('dose.lot', { lot: dose.lotNumber })}</span>}
        {dose.traceCode && <span class="mono small">{dose.traceCode}</span>}
        <span class="small muted">{dose.clinic?.name || dose.clinicName || t(`dose.${dose.source}`)}</span>
        <span class="small muted">
          {who && `${who} · `}
          {formatInstant(dose.recordedAt)}
        </span>
      </div>
      {dose.vialDoubt && <p class="small">{t(`review.vial.${dose.vialDoubt}`)}</p>}
      {problem && <ErrorBox problem={problem} />}
      {dose.state === 'voided' ? (
        <Badge>{t('record.voided')}</Badge>
      ) : (
        <div class="row">
          {!dose.reviewed && (
            <Button busy={busy} onClick={() => void decide(true)}>
              {t('review.keep')}
            </Button>
          )}
          {!dose.reviewed && (
            <Button variant="danger" busy={busy} onClick={() => void decide(false)}>
              {t('review.void')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
