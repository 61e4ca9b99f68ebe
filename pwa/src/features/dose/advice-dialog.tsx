import { useState } from 'preact/hooks';
import { t } from '../../i18n/clinic.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import type { ReasonView } from '../record/view.ts';

/** The engine advises against a dose: its reasons, and the vaccinator's own if she gives it all the same. */
export function AdviceDialog({
  reasons,
  busy,
  onStop,
  onGive,
}: {
  /** Empty: the server said so, from facts this device does not have. */
  reasons: readonly ReasonView[];
  busy: boolean;
  onStop: () => void;
  onGive: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={t('advice.title')}
      onClose={onStop}
      isForm
      actions={
        <>
          <Button variant="primary" onClick={onStop}>
            {t('advice.stop')}
          </Button>
          <Button variant="danger" busy={busy} disabled={reason.trim() === ''} onClick={() => onGive(reason.trim())}>
            {t('advice.give')}
          </Button>
        </>
      }
    >
      <Notice tone="warn" alert>
        {reasons.length === 0 && <p>{t('advice.server')}</p>}
        {reasons.map((found) => (
          <p key={found.code + found.rule}>{found.doctorText}</p>
        ))}
      </Notice>
      <p class="muted small">{t('advice.explain')}</p>
      <TextArea label={t('advice.reason')} value={reason} onInput={setReason} maxLength={200} rows={2} />
    </Dialog>
  );
}
