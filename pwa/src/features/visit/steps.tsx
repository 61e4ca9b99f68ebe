import type { VisitStepKind } from '@miaoben/schedule/clinic-visit';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { VisitPhoto } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { formatTime } from '../../i18n/format.ts';
import { t } from '../../i18n/visit.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import { confirmedText } from '../fingerprint/fingerprint-line.tsx';
import type { ClinicVisit, StepView } from './visit-state.ts';

const ORDER = ['screening', 'registration', 'consent', 'dose', 'vaccination', 'observation'] as const;
type Place = (typeof ORDER)[number];

const PLACE: Partial<Record<VisitStepKind, Place>> = {
  screening_passed: 'screening',
  registration_signed: 'registration',
  consented: 'consent',
  dose_given: 'dose',
  vaccination_signed: 'vaccination',
  observed: 'observation',
};

/** The step that is next, by where the visit stands. */
const NEXT: Partial<Record<ClinicVisit['state'], Place>> = {
  registered: 'screening',
  screened: 'registration',
  signed_off: 'dose',
  consented: 'dose',
  vaccinated: 'vaccination',
  observing: 'observation',
};

/** The steps of a visit in the order of the hands, each with who and when (S-44). */
export function Steps({ visit }: { visit: ClinicVisit }) {
  const done = new Map<Place, StepView>();
  for (const step of visit.steps) {
    const place = PLACE[step.kind];
    if (place && !step.undone) done.set(place, step);
  }
  // Another dose asks for another signature.
  if (visit.state === 'vaccinated') done.delete('vaccination');
  const next = NEXT[visit.state];
  return (
    <ol class="steps" aria-label={t('visit.steps')}>
      {ORDER.map((place) => {
        const step = done.get(place);
        return (
          <li
            key={place}
            class="step"
            data-done={step !== undefined || undefined}
            aria-current={place === next ? 'step' : undefined}
          >
            <span class="row">
              <Icon name={step ? 'check' : place === next ? 'next' : 'dash'} size={18} />
              <strong>{t(`step.${place}`)}</strong>
            </span>
            {step && (
              <span class="small muted">
                {step.by === null
                  ? `${formatTime(step.at)} ${t('visit.pending')}`
                  : t('visit.by', { time: formatTime(step.at), name: step.by })}
              </span>
            )}
            {step?.photoId && <Photo id={step.photoId} />}
            {step && confirmedText(step) && <div class="small muted">{confirmedText(step)}</div>}
          </li>
        );
      })}
    </ol>
  );
}

/** Calls the photo of a sign-off up; that it was is written down. */
function Photo({ id }: { id: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <>
      <Button
        variant="quiet"
        icon="image"
        onClick={() => void download(VisitPhoto, { photoId: id }, (d) => d.visitPhotoUrl).then(setProblem)}
      >
        {t('photo.see')}
      </Button>
      {problem && <ErrorBox problem={problem} />}
    </>
  );
}
