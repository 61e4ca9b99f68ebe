import { summaryOf } from '@miaoben/sync';
import { t } from '../../i18n/device.ts';
import { formatAgo } from '../../i18n/format.ts';
import { lastReply } from '../../offline/outbox-sender.ts';
import { journal } from '../../offline/outbox-store.ts';
import { Icon } from '../../ui/icon.tsx';
import { online } from '../session/online.ts';

/** In sight on every screen: connected or not, what waits, when the server last took something. */
export function StatusBar() {
  const { waiting, attention } = summaryOf(journal.value);
  const isOnline = online.value;
  const tone = attention > 0 ? 'bad' : waiting > 0 || !isOnline ? 'warn' : 'good';
  const words = [
    isOnline ? t('bar.online') : t('bar.offline'),
    ...(waiting > 0 ? [t('bar.waiting', { count: waiting })] : []),
    ...(attention > 0 ? [t('bar.attention', { count: attention })] : []),
  ];
  const synced = lastReply.value === null ? undefined : t('bar.synced', { ago: formatAgo(lastReply.value) });
  return (
    <a
      class={`badge badge-${tone} status-bar`}
      href="#/outbox"
      title={synced}
      aria-label={[t('bar.open'), ...words, ...(synced ? [synced] : [])].join(' · ')}
      data-waiting={waiting}
      data-attention={attention}
    >
      <Icon name={isOnline ? (attention > 0 ? 'alert' : waiting > 0 ? 'refresh' : 'check') : 'offline'} size={16} />
      <span>{words.join(' · ')}</span>
    </a>
  );
}
