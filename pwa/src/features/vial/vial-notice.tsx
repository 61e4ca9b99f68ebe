import { formatTime } from '../../i18n/format.ts';
import { t } from '../../i18n/vial.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/feedback.tsx';
import type { FormVial } from './use-form-vial.ts';
import type { VialView } from './vial-state.ts';

const HOUR_S = 3_600;

/** How long it is until then. */
export function timeLeft(until: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1_000));
  const minutes = Math.floor(seconds / 60);
  return seconds >= HOUR_S
    ? t('hours', { hours: Math.floor(seconds / HOUR_S), minutes: minutes % 60 })
    : t('time', { minutes, seconds: seconds % 60 });
}

const SHOWN_DIGITS = 6;

/** What a vial is called beside its lot: the end of its code, or its number on that day and when it was opened. */
export const vialName = ({
  traceCode,
  number,
  openedAt,
}: Pick<VialView, 'traceCode' | 'number' | 'openedAt'>): string =>
  traceCode === null
    ? t('number', { number, time: formatTime(openedAt) })
    : t('code', { code: `…${traceCode.slice(-SHOWN_DIGITS)}` });

/** A vial in a line of its own. */
export const labelText = (vial: VialView): string =>
  t('label', { product: vial.product.genericName, lot: vial.lotNumber, name: vialName(vial) });

/** What somebody is told who scans a vial. @param isFirst this scan has opened it */
export function scannedText(vial: VialView, isFirst: boolean): string {
  const { state, left, doses } = vial;
  const end = formatTime(vial.usableUntil);
  if (state !== 'open') return t(`refused.${state}`, { end, doses });
  if (isFirst) return t('opened.now', { doses, end });
  if (vial.isEnding) return t('opened.ending', { end, left });
  return t('opened.before', { time: formatTime(vial.openedAt), left, end });
}

/** The vial whose code is in the form: opened by this scan, open already, or not to be used any more. */
export function VialNotice({
  vial,
  now,
  isFirst,
  isOther,
  undo,
}: Pick<FormVial, 'now' | 'isFirst' | 'isOther' | 'undo'> & { vial: VialView }) {
  if (isOther) return <Notice tone="bad" title={t('refused.other', { product: vial.product.genericName })} />;
  const isUsable = vial.state === 'open';
  return (
    <Notice tone={!isUsable ? 'bad' : isFirst || vial.isEnding ? 'warn' : 'info'} title={scannedText(vial, isFirst)}>
      {vial.traceCode === null && <span class="number">{t('lot', { lot: vial.lotNumber, name: vialName(vial) })}</span>}
      {isUsable && <span class="number">{timeLeft(vial.usableUntil, now)}</span>}
      {isFirst && vial.canUndoOpening && (
        <Button variant="quiet" icon="undo" onClick={undo}>
          {t(vial.traceCode === null ? 'undoOpening.byHand' : 'undoOpening')}
        </Button>
      )}
    </Notice>
  );
}

/** A lot in vials of several doses, and none chosen: a scan opens one; one without a code is opened here. */
export function OpenByHand({ open, isAsked }: { open: () => void; isAsked: boolean }) {
  return (
    <Notice tone="info" title={t('byHand')}>
      <span>{t('byHand.none')}</span>
      <Button onClick={open}>{t('byHand.open')}</Button>
      {isAsked && (
        <p class="field-error" role="alert">
          {t('byHand.asked')}
        </p>
      )}
    </Notice>
  );
}
