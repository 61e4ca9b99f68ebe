import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  DeleteFingerprint,
  type FingerOwner,
  FingerprintTemplate,
  type UnconfirmedReason,
} from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/visit.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

/** A fingerprint of a sign-off as a record shows it. */
export interface FingerprintView {
  /** null: on this device, not sent yet */
  id: string | null;
  fingerOf: FingerOwner;
  quality: number;
  deletedAt: string | null;
}

/** What a sign-off was confirmed with beside a photo: whose fingerprint, how good, or why there is none (H-10). */
export const confirmedText = (step: {
  fingerprint: FingerprintView | null;
  unconfirmed: UnconfirmedReason | null;
}): string | null => {
  const { fingerprint, unconfirmed } = step;
  if (unconfirmed !== null) return t('unconfirmed.told', { reason: t(`unconfirmed.${unconfirmed}`) });
  if (fingerprint === null) return null;
  const { deletedAt, fingerOf, quality } = fingerprint;
  return deletedAt === null
    ? t('finger.told', { of: t(`finger.${fingerOf}`), quality })
    : t('finger.deleted', { of: t(`finger.${fingerOf}`), at: formatInstant(deletedAt) });
};

/** Calls a template up, which is written down, and deletes it when the consent to it is withdrawn. */
export function FingerprintWays({ fingerprint, onChanged }: { fingerprint: FingerprintView; onChanged: () => void }) {
  const { id, deletedAt } = fingerprint;
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  if (id === null || deletedAt !== null) return null;
  const remove = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await mutate(DeleteFingerprint, { commandId, fingerprintId: id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('finger.delete.done'));
    setAsking(false);
    onChanged();
  };
  return (
    <span class="row">
      <Button
        variant="quiet"
        icon="download"
        onClick={() =>
          void download(FingerprintTemplate, { fingerprintId: id }, (d) => d.fingerprintUrl).then(setProblem)
        }
      >
        {t('finger.see')}
      </Button>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        {t('finger.delete')}
      </Button>
      {problem && !isAsking && <ErrorBox problem={problem} />}
      {isAsking && (
        <FormDialog
          title={t('finger.delete.title')}
          saveText={t('finger.delete.confirm')}
          busy={busy}
          onSave={remove}
          onClose={() => setAsking(false)}
        >
          <p>{t('finger.delete.explain')}</p>
          {problem && <ErrorBox problem={problem} />}
        </FormDialog>
      )}
    </span>
  );
}
