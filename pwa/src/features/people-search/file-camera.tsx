import { useState } from 'preact/hooks';
import { t } from '../../i18n/clinic.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Scanner } from '../scan/scanner.tsx';

/** Reads the barcode a family shows on its phone, or that of the booklet, with the camera of a tablet (H-20). */
export function FileCamera({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const [several, setSeveral] = useState(false);
  return (
    <Dialog title={t('search.scan')} onClose={onClose}>
      {several && <Notice tone="warn">{t('search.scan.several')}</Notice>}
      <Scanner
        formats={['qr', 'code128']}
        onTexts={(texts) => {
          const [only] = texts;
          if (only && texts.length === 1) onCode(only);
          else setSeveral(true);
        }}
      />
    </Dialog>
  );
}
