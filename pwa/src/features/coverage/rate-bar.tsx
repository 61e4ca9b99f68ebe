import { t } from '../../i18n/desk.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Cell, isAtTarget, percent, slotText, TARGET } from './figures.ts';

/** A rate as figure and bar; the line marks the target, the tick says it is reached. */
export function RateBar({ cell, href }: { cell: Cell; href: string | null }) {
  const { rate, due, done, timelyRate } = cell;
  if (rate === null) return <span class="muted">{t('coverage.none')}</span>;
  const isReached = isAtTarget(rate);
  const figure = (
    <>
      {percent(rate)}
      {isReached && <Icon name="check" size={16} />}
    </>
  );
  return (
    <div class="rate" data-reached={isReached || undefined}>
      {href ? (
        <a class="rate-figure" href={`#${href}`} aria-label={label(cell)}>
          {figure}
        </a>
      ) : (
        <span class="rate-figure">
          {figure}
          {isReached && <span class="sr-only">{t('coverage.target')}</span>}
        </span>
      )}
      <Bar rate={rate} />
      <span class="rate-counts muted">
        {done}/{due} · {t('coverage.timely', { rate: percent(timelyRate) })}
      </span>
    </div>
  );
}

const label = ({ slot, rate, due, done }: Cell): string =>
  `${slotText(slot)} ${t('coverage.rate', { rate: percent(rate), due, done })}${isAtTarget(rate) ? ` ${t('coverage.target')}` : ''}`;

function Bar({ rate }: { rate: number }) {
  return (
    <svg class="rate-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rate-ground" width="100" height="6" rx="1" />
      <rect class="rate-fill" width={Math.min(100, rate * 100)} height="6" rx="1" />
      <rect class="rate-mark" x={TARGET * 100} width="0.8" height="6" />
    </svg>
  );
}
