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
      {isUsable && <span class="number">{timeLeft(vial.usableUntil, now)}</span>}
      {isFirst && vial.canUndoOpening && (
        <Button variant="quiet" icon="undo" onClick={undo}>
          {t('undoOpening')}
        </Button>
      )}
    </Notice>
  );
}
