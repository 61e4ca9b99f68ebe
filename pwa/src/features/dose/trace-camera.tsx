import { useState } from 'preact/hooks';
import { t } from '../../i18n/clinic.ts';
import { Notice } from '../../ui/feedback.tsx';
import { Scanner } from '../scan/scanner.tsx';
import { readTraceCode } from './trace-code.ts';

/** Reads the trace code of a vial with the camera; boxes carry it as a bar code, a Data Matrix or a QR code. */
export function TraceCamera({ onCode }: { onCode: (code: string) => void }) {
  const [isBad, setBad] = useState(false);
  return (
    <div class="card">
      {isBad && <Notice tone="warn">{t('give.trace.bad')}</Notice>}
      <Scanner
        formats={['code128', 'dataMatrix', 'qr']}
        onTexts={(texts) => {
          const codes = texts.map(readTraceCode).filter((code) => code !== null);
          const [only] = codes;
          if (only && codes.length === 1) onCode(only);
          else setBad(true);
        }}
      />
    </div>
  );
}
