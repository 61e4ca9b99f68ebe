import { useState } from 'preact/hooks';
import { DecidePupilMatch } from '../../data/generated/school.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import type { PupilDetail } from './pupil-page.tsx';
import { useAct } from './use-act.ts';

type Candidate = PupilDetail['candidates'][number];
type Reason = Parameters<typeof t>[0] extends infer K ? (K extends `match.${infer R}` ? R : never) : never;

/**
 * The files that may be the pupil's, with why each was found. The checker sees masked name, birth date, sex and unit, never the
 * record; she names one with the certificate in her hand, or says that none is the pupil's.
 */
export function CandidateReview({ pupil, onDecided }: { pupil: PupilDetail; onDecided: () => void }) {
  const { act, isBusy, problem } = useAct();
  const [proof, setProof] = useState('');
  const decide = async (personId: string | null) => {
    if (await act(DecidePupilMatch, { id: pupil.id, personId, proof: proof.trim() || null })) onDecided();
  };
  const proofProblem = fieldProblem(problem, 'proof');
  return (
    <section class="card stack" aria-label={t('review.title')}>
      <h2>{t('review.title')}</h2>
      <p>{t('review.explain', { count: pupil.candidates.length })}</p>
      <TextField
        label={t('review.proof')}
        hint={t('review.proofHint')}
        value={proof}
        onInput={setProof}
        error={proofProblem}
        autocomplete="off"
      />
      {problem && !proofProblem && <ErrorBox problem={problem} />}
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
      <Button icon="cross" busy={isBusy} onClick={() => void decide(null)}>
        {t('review.none')}
      </Button>
    </section>
  );
}

export function CandidateFacts({ candidate }: { candidate: Candidate }) {
  return (
    <div class="stack-tight">
      <strong>
        <bdi>{candidate.maskedName}</bdi>
      </strong>
      <span>
        {formatDate(candidate.birthDate)} · {common(`sex.${candidate.sex as 'F' | 'M' | 'U'}`)} ·{' '}
        {candidate.managingClinic.name}
      </span>
      <span class="muted small">{candidate.reasons.map((reason) => t(`match.${reason as Reason}`)).join('，')}</span>
    </div>
  );
}
