import './administration.css';
import { t } from '../../i18n/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t as roleName } from '../../i18n/role.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { SignOut } from '../session/menu.tsx';
import { Page } from '../session/shell.tsx';
import { AccountStateBadge } from './account-state.tsx';
import { useMe } from './use-me.ts';

/** J-65, the part that exists: who I am, for whom I work, how far I reach; the way out. */
const MePage: Screen = () => {
  const { data, problem, takenAt, refresh } = useMe();
  const me = data?.me;
  return (
    <Page title={t('me.title')} narrow aside={<DataAge takenAt={takenAt} />}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!me && !problem && <Skeleton lines={6} />}
      {me && (
        <div class="card">
          <h2>{me.displayName}</h2>
          <dl class="facts">
            <dt>{t('me.login')}</dt>
            <dd class="mono">{me.login}</dd>
            <dt>{t('me.role')}</dt>
            <dd>{roleName(me.role)}</dd>
            <dt>{t('me.organisation')}</dt>
            <dd>{me.organisation?.name ?? '–'}</dd>
            <dt>{t('me.divisions')}</dt>
            <dd>{me.divisions.map(({ fullName }) => fullName).join('、') || t('me.noDivisions')}</dd>
            <dt>{t('me.state')}</dt>
            <dd>
              <AccountStateBadge state={me.state} />
            </dd>
            {me.lastSignInAt && (
              <>
                <dt>{t('me.lastSignIn')}</dt>
                <dd>{formatInstant(me.lastSignInAt)}</dd>
              </>
            )}
          </dl>
        </div>
      )}
      {/* Without a user this document leaves by itself. */}
      <SignOut onDone={() => undefined} />
    </Page>
  );
};
export default MePage;
