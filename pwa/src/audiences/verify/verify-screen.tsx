import { readShortCode } from '@miaoben/credential/verify';
import { useState } from 'preact/hooks';
import { VerifyPanel } from '../../features/scan/verify-panel.tsx';
import { Page } from '../../features/session/shell.tsx';
import { ListsStatus } from '../../features/trust/lists-status.tsx';
import { t as common } from '../../i18n/common.ts';
import { Notice } from '../../ui/feedback.tsx';
import type { ShortCodeCard as ShortCodeCardComponent } from './short-code-card.tsx';

/** Scan to verify (J-135): no sign-in, no network after the first visit. */
export function VerifyScreen() {
  const [shortCode, setShortCode] = useState<string | null>(null);
  const [ShortCodeCard, setCard] = useState<typeof ShortCodeCardComponent | null>(null);
  const takeShortCode = (text: string): boolean => {
    const code = readShortCode(text);
    setShortCode(code);
    if (code) void import('./short-code-card.tsx').then((module) => setCard(() => module.ShortCodeCard));
    return code !== null;
  };
  return (
    <Page title={common('audience.verify')} aside={<ListsStatus />}>
      {!globalThis.crypto?.subtle && <Notice tone="bad">{common('state.broken')}</Notice>}
      {shortCode && ShortCodeCard && <ShortCodeCard key={shortCode} code={shortCode} />}
      <VerifyPanel onOtherText={takeShortCode} onScan={() => setShortCode(null)} />
    </Page>
  );
}
