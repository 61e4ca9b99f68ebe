import { useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { AddPupilProof, PupilProof } from '../../data/generated/school.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { uploadFile } from '../../data/upload.ts';
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
    const added = await act(AddPupilProof, { id: pupil.id, fileName: file.name, size: file.size });
    if (!added) return;
    const { data, error } = await client.query(PupilProof, { id: pupil.id }).toPromise();
    const url = data?.pupilProof.uploadUrl;
    const stored = url ? await uploadFile(url, file, () => undefined) : undefined;
    if (error) setFailed(problemOf(error));
    else if (stored && !stored.ok) setFailed(stored.problem);
    onChanged();
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
