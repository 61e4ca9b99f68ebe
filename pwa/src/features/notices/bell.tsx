import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/notices.ts';
import { Icon } from '../../ui/icon.tsx';
import { onNavigate } from '../../ui/router.tsx';
import { refreshUnread, unread } from './unread.ts';

const EVERY_MS = 60_000;
const MOST_SHOWN = 99;

/** The way to the messages, with the number of unread ones; asks again each minute while it is looked at, and at each change of screen. */
export function Bell() {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void refreshUnread();
    };
    look();
    onNavigate(look);
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(look, EVERY_MS);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  const count = unread.value;
  return (
    <a
      class="button button-quiet button-icon bell"
      href="#/notices"
      aria-label={count > 0 ? t('bell.unread', { count }) : t('bell.none')}
    >
      <Icon name="bell" size={22} />
      {count > 0 && <span class="bell-count number">{count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}</span>}
    </a>
  );
}
