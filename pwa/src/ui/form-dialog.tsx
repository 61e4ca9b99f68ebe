import type { ComponentChildren } from 'preact';
import { t } from '../i18n/common.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** A dialog that takes an entry: cancel or save, and nothing is lost by a click beside it. */
export function FormDialog({
  title,
  saveText,
  busy,
  isDanger = false,
  onSave,
  onClose,
  children,
}: {
  title: string;
  saveText: string;
  busy: boolean;
  /** what is saved takes something away for good */
  isDanger?: boolean;
  onSave: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button variant={isDanger ? 'danger' : 'primary'} busy={busy} onClick={() => void onSave()}>
            {saveText}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
