import { discarded, isOpen } from '@miaoben/sync';
import { useState } from 'preact/hooks';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/device.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { changeEntry } from '../../offline/outbox-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';

/** Gives an entry up, with a reason that stays readable. */
export function DiscardDialog({
  entry,
  entries,
  onClose,
}: {
  entry: PlainEntry;
  entries: readonly PlainEntry[];
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const following = entries.filter((e) => e.person === entry.person && e.seq > entry.seq && isOpen(e)).length;
  const confirm = async () => {
    await changeEntry(entry.seq, (stored) => discarded(stored, reason.trim(), Date.now()));
    onClose();
  };
  return (
    <Dialog
      title={t('discard.title')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" disabled={reason.trim() === ''} onClick={() => void confirm()}>
            {t('discard.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('discard.explain')}</p>
      {entry.kind === 'createPerson' && following > 0 && (
        <Notice tone="warn">{t('discard.following', { count: following })}</Notice>
      )}
      <TextField label={t('discard.reason')} value={reason} onInput={setReason} maxLength={200} />
    </Dialog>
  );
}
