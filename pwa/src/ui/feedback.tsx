import type { ComponentChildren } from 'preact';
import { t } from '../i18n/common.ts';
import { formatAgo, formatInstant } from '../i18n/format.ts';
import { Icon, type IconName } from './icon.tsx';

/** What a state means; never told by colour alone, each tone has its shape. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral';

const TONE_ICON: Record<Tone, IconName> = { good: 'check', warn: 'alert', bad: 'cross', info: 'info', neutral: 'dash' };

/** A short state in words, colour and shape. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={`badge badge-${tone}`}>
      <Icon name={icon ?? TONE_ICON[tone]} size={16} />
      {children}
    </span>
  );
}

/** A sentence or two that stay on the screen. `alert` is read out at once. */
export function Notice({
  tone = 'info',
  alert = false,
  title,
  children,
}: {
  tone?: Tone;
  alert?: boolean;
  title?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class={`notice notice-${tone}`} role={alert ? 'alert' : undefined}>
      <Icon name={TONE_ICON[tone]} size={20} />
      <div class="grow stack-tight">
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} size={48} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** How far long work is, 0..1; without a value it is just going on. */
export function Progress({ label, value }: { label: string; value?: number }) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div class="progress">
      <div class="row-between">
        <span>{label}</span>
        {percent !== undefined && <span class="number muted">{percent}%</span>}
      </div>
      <progress max={100} value={percent} aria-label={label} />
    </div>
  );
}

/** The shape of what is coming. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}

/** Beside data that came from the device: when the server gave them. */
export function DataAge({ takenAt }: { takenAt: number | undefined }) {
  if (takenAt === undefined) return null;
  return (
    <p class="muted small row" title={formatInstant(takenAt)}>
      <Icon name="clock" size={16} />
      {t('state.savedData', { ago: formatAgo(takenAt) })}
    </p>
  );
}
