import { useState } from 'preact/hooks';
import { ChildCertificate } from '../../data/generated/family.ts';
import { useData } from '../../data/use-data.ts';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/family.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useWakeLock } from '../../ui/use-wake-lock.ts';
import { AccessCodePanel } from './access-code-panel.tsx';
import { PresentationPanel } from './presentation-panel.tsx';

const TABS = ['present', 'access'] as const;
type TabKey = (typeof TABS)[number];

/** Shows the certificate on the screen (亮证, Q-45): a code that is drawn anew each minute, or one that opens the whole record once. */
const ShowScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(ChildCertificate, { id }, { keep: true });
  const [tab, setTab] = useState<TabKey>('present');
  useWakeLock();
  const child = data?.person;
  return (
    <Page title={t('show.title')} back={`/child/${id}/certificate`} narrow>
      {!data && problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && !child && <EmptyState icon="record" title={t('child.notFound')} />}
      {child && (
        <Tabs
          label={t('show.title')}
          selected={tab}
          onSelect={(key) => setTab(key as TabKey)}
          tabs={TABS.map((key) => ({ key, label: t(`show.tab.${key}`) }))}
        >
          {tab === 'present' ? (
            <PresentationPanel personId={id} name={child.name} staticCode={child.certificate?.code ?? null} />
          ) : (
            <AccessCodePanel personId={id} name={child.name} />
          )}
        </Tabs>
      )}
    </Page>
  );
};
export default ShowScreen;
