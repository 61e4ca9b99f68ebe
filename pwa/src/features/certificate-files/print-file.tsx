import { useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import CertificateFiles from './certificate-files.tsx';
import { WithdrawFiles } from './withdraw-file.tsx';

/** At the desk: the sealed file of a certificate, to print or hand on; the unit that issues has it made, and takes back what
 * should not stand, as disease control does. */
export function PrintFile({ certificateId, name }: { certificateId: string; name: string }) {
  const [isOpen, setOpen] = useState(false);
  const role = account.value?.role;
  return (
    <>
      <Button icon="printer" label={t('file.open', { name })} onClick={() => setOpen(true)} />
      {isOpen && (
        <Dialog title={t('file.of', { name })} onClose={() => setOpen(false)}>
          <CertificateFiles
            certificateId={certificateId}
            isMasked
            mayMake={role === 'vaccinator'}
            acts={
              role === 'vaccinator' || role === 'cdc'
                ? (files, onChanged) => <WithdrawFiles files={files} onChanged={onChanged} />
                : undefined
            }
          />
        </Dialog>
      )}
    </>
  );
}
