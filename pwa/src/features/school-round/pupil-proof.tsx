import { useState } from 'preact/hooks';
import { AddPupilProof } from '../../data/generated/school.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { sendProofFile } from '../../data/send-proof.ts';
import { t } from '../../i18n/school.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import type { PupilDetail } from './pupil-page.tsx';
import { useAct } from './use-act.ts';

/** A photo of a certificate of another province goes to the vaccination unit, which says what it proves. */
export function PupilProofBox({ pupil, onChanged }: { pupil: PupilDetail; onChanged: () => void }) {
  const { act, problem } = useAct();
  const [failed, setFailed] = useState<Problem>();
  const send = async (file: File) => {
    setFailed(undefined);
    const sent = await sendProofFile(newId(), pupil.id, file);
    if (!sent.ok) return setFailed(sent.problem);
    if (await act(AddPupilProof, { id: pupil.id, fileId: sent.data })) onChanged();
  };
  return (
    <section class="card stack" aria-label={t('proof.title')}>
      <h2>{t('proof.title')}</h2>
      <p>{t('proof.explain')}</p>
      {pupil.proofState && (
        <Notice tone={pupil.proofState === 'refused' ? 'warn' : 'info'}>{t(`proof.${pupil.proofState}`)}</Notice>
      )}
      {(problem ?? failed) && <ErrorBox problem={(problem ?? failed) as Problem} />}
      {pupil.proofState !== 'waiting' && (
        <FileDrop
          label={t('proof.drop')}
          hint={t('proof.hint')}
          accept="image/jpeg,image/png"
          onFile={(file) => void send(file)}
        />
      )}
    </section>
  );
}
