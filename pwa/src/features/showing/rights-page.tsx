import { useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/collection.ts';
import type { Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { BlockList } from './block-list.tsx';
import { CheckList } from './check-list.tsx';
import { GrantList } from './grant-list.tsx';
import { PublicServiceList } from './public-service-list.tsx';
import { RightList } from './right-list.tsx';
import { SubscriptionList } from './subscription-list.tsx';

const VIEWS = ['collection', 'checks', 'showing', 'public', 'blocks'] as const;
type View = (typeof VIEWS)[number];

/** Who may upload licences, who may have them shown, what anybody may look up, what was checked, and which systems are blocked. */
const RightsPage: Screen = () => {
  const [view, setView] = useState<View>('collection');
  const maySet = account.value?.role === 'security_admin';
  return (
    <Page title={t('rights.title')}>
      <Tabs
        label={t('rights.title')}
        selected={view}
        tabs={VIEWS.map((key) => ({ key, label: t(`rights.${key}`) }))}
        onSelect={(key) => setView(key as View)}
      >
        <div class="stack tab-body">
          {view === 'collection' && <GrantList maySet={maySet} />}
          {view === 'checks' && <CheckList />}
          {view === 'showing' && <RightList maySet={maySet} />}
          {view === 'public' && (
            <>
              <SubscriptionList maySet={maySet} />
              <PublicServiceList maySet={maySet} />
            </>
          )}
          {view === 'blocks' && <BlockList maySet={maySet} />}
        </div>
      </Tabs>
    </Page>
  );
};
export default RightsPage;
