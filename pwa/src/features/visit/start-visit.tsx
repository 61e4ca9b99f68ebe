import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/visit.ts';
import { currentDay } from '../../offline/day.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { navigate } from '../../ui/router.tsx';
import { placeOn } from '../outreach/sessions.ts';
import { useCodes } from '../packs/use-clinic.ts';
import { point } from './point.ts';
import { openVisit, type Visitor } from './save-visit.ts';
import { useVisits } from './use-visits.ts';
import { currentVisit, isEnded } from './visit-state.ts';

/**
 * Starts the visit of a person, or leads back to the one that is open.
 * @param doses number of standing doses: without one that was voided, its visit is open again
 */
export function StartVisit({ person, doses }: { person: Visitor; doses?: number }) {
  const { visits, refresh } = useVisits();
  const before = useRef(doses);
  useEffect(() => {
    if (doses !== before.current) refresh();
    before.current = doses;
  }, [doses, refresh]);
  const { codes } = useCodes();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const visit = currentVisit(visits, person.id);
  const start = async () => {
    setBusy(true);
    const { saved } = await openVisit(person, placeOn(codes, point.value, currentDay(), account.value?.id));
    setBusy(false);
    if (saved.kind === 'refused') return setProblem(saved.problem);
    navigate(`/child/${person.id}/visit`);
  };
  return (
    <>
      {problem && <ErrorBox problem={problem} />}
      <div class="give-save">
        {visit && !isEnded(visit) ? (
          <a class="button button-primary button-wide" href={`#/child/${person.id}/visit`}>
            {t('visit.continue')} · {t(`state.${visit.state}`)}
          </a>
        ) : (
          <Button variant="primary" icon="clinic" wide busy={busy} onClick={() => void start()}>
            {t('visit.start')}
          </Button>
        )}
        {visit && isEnded(visit) && (
          <ButtonLink variant="quiet" wide href={`#/child/${person.id}/visit`}>
            {t(`state.${visit.state}`)}
          </ButtonLink>
        )}
      </div>
    </>
  );
}
