import {
  CONSENT_WORDS,
  FINGER_OWNERS,
  type FingerOwner,
  LOWEST_QUALITY,
  mayAgree,
} from '@miaoben/schedule/clinic-visit';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/visit.ts';
import { currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Checkbox, Segmented } from '../../ui/field.tsx';
import type { KeptFingerprint } from './kept.ts';
import { type CaptureFault, captureFinger } from './reader.ts';

type Fault = CaptureFault | 'consent' | 'low';

/**
 * Takes the fingerprint of a sign-off (指纹确认, H-10) after who may agree has agreed to it, apart from the vaccination; it lies on the device
 * until it can be sent.
 */
export function SignFingerprint({
  birthDate,
  day,
  fingerprint,
  onChange,
}: {
  birthDate: string;
  day: string;
  fingerprint: KeptFingerprint | null;
  onChange: (fingerprint: KeptFingerprint | null) => void;
}) {
  const [fingerOf, setFingerOf] = useState<FingerOwner>('guardian');
  const [isAgreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [low, setLow] = useState(0);
  const consentBy: FingerOwner =
    fingerOf === 'recipient' && mayAgree('recipient', birthDate, day) ? 'recipient' : 'guardian';
  const take = async () => {
    if (busy) return;
    if (!isAgreed) return setFault('consent');
    setBusy(true);
    const seen = await captureFinger();
    setBusy(false);
    if (typeof seen === 'string') return setFault(seen);
    setLow(seen.quality);
    if (seen.quality < LOWEST_QUALITY) return setFault('low');
    setFault(null);
    const { template, quality } = seen;
    const takenAt = currentInstant();
    onChange({ announce: newId(), template, quality, fingerOf, consentBy, consentWords: CONSENT_WORDS, takenAt });
  };
  if (fingerprint)
    return (
      <div class="row">
        <Badge tone="good" icon="check">
          {t('finger.taken', { of: t(`finger.${fingerprint.fingerOf}`), quality: fingerprint.quality })}
        </Badge>
        <Button variant="quiet" onClick={() => onChange(null)}>
          {t('finger.drop')}
        </Button>
      </div>
    );
  return (
    <div class="stack-tight">
      <Segmented
        legend={t('finger.of')}
        value={fingerOf}
        options={FINGER_OWNERS.toReversed().map((value) => ({ value, label: t(`finger.${value}`) }))}
        onChange={(value) => {
          setFingerOf(value as FingerOwner);
          // Who agrees may be another one now.
          setAgreed(false);
        }}
      />
      <Checkbox
        checked={isAgreed}
        onChange={setAgreed}
        error={fault === 'consent' && !isAgreed ? t('finger.consent.bad') : undefined}
      >
        {t(`finger.consent.${consentBy}`)}
      </Checkbox>
      <div class="row">
        <Button busy={busy} onClick={() => void take()}>
          {t('finger.take')}
        </Button>
        {busy && (
          <span class="muted" role="status">
            {t('finger.wait')}
          </span>
        )}
      </div>
      {fault !== null && fault !== 'consent' && (
        <p class="field-error" role="alert">
          {t(`finger.fault.${fault}`, { quality: low })}
        </p>
      )}
    </div>
  );
}
