import '../../ui/areas.css';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/coming.ts';
import { route } from '../../ui/router.tsx';

const AREAS = [
  { to: '/moves', label: 'nav.moves' },
  { to: '/births', label: 'nav.births' },
  { to: '/newborns', label: 'nav.newborns' },
  { to: '/deaths', label: 'nav.deaths' },
] as const;

/** The lists of files that come and go, at a clinic; a desk has them in its navigation. */
export function ComingNav() {
  if (account.value?.role !== 'vaccinator') return null;
  return (
    <nav class="areas no-print" aria-label={t('nav.areas')}>
      {AREAS.map(({ to, label }) => (
        <a key={to} href={`#${to}`} aria-current={route.value === to ? 'page' : undefined}>
          {t(label)}
        </a>
      ))}
    </nav>
  );
}
